/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Row groups of files, in memory as they are on disk, and their columns entry by entry.
 */
@NullMarked
package io.sluice.compactor.merge.input;

import org.jspecify.annotations.NullMarked;
