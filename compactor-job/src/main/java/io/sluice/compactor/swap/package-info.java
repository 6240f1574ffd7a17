/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The state of one replacement of many files by one: what the journal says, what is seen on the file system, and
 * from the two, the next step. Recovery is the same decision, taken by another process with an objection: what is not yet
 * committed by a concat is not committed later.
 */
@NullMarked
package io.sluice.compactor.swap;

import org.jspecify.annotations.NullMarked;
