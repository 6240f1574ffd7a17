/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.jspecify.annotations.Nullable;

/**
 * A column chunk of an input, its bytes as they are in the file.
 *
 * @param bytes of which {@code length} from {@code offset} on are the chunk's, and perhaps some that do not belong to it
 * @param createdBy who wrote the file
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too long to copy.
public record SourceChunk(
        ColumnDescriptor column,
        ColumnChunkMetaData metadata,
        byte[] bytes,
        int offset,
        int length,
        @Nullable ColumnIndex columnIndex,
        @Nullable OffsetIndex offsetIndex,
        long rows,
        @Nullable String createdBy) {}
