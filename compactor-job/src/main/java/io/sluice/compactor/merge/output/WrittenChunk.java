/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.jspecify.annotations.Nullable;

/**
 * A column chunk whose bytes are in the file, and its page indexes, which are not yet.
 *
 * @param columnIndex null if the bounds of a page are not known, or the type has no order
 */
record WrittenChunk(
        ColumnChunk chunk,
        @Nullable ColumnIndex columnIndex,
        @Nullable OffsetIndex offsetIndex) {}
