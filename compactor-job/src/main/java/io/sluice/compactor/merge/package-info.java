/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Merges the column chunks of many row groups into those of one, column by column: no record is assembled. What
 * goes where is decided in {@link io.sluice.compactor.merge.mapping}; here bytes are read, decoded, written and checked.
 */
@NullMarked
package io.sluice.compactor.merge;

import org.jspecify.annotations.NullMarked;
