/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.mapping.ColumnSource;

/**
 * The part of an output column chunk that comes from one row group of one input.
 *
 * @param source how the column is made from columns of that input
 */
public record ChunkSource(LoadedRowGroup rowGroup, ColumnSource source) {}
