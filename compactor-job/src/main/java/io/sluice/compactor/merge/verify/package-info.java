/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Reads back what was written: by checksums against the inputs, and by itself against all that its footer, headers
 * and indexes say.
 */
@NullMarked
package io.sluice.compactor.merge.verify;

import org.jspecify.annotations.NullMarked;
