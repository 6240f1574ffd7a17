/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.jspecify.annotations.Nullable;

/**
 * A column chunk of an input, its bytes as they are in the file. Its page indexes and pages are looked for when somebody
 * first asks, and kept; not thread-safe.
 */
public final class SourceChunk {

    private final ColumnDescriptor column;
    private final ColumnChunkMetaData metadata;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final PageIndexes indexes;
    private final long rows;
    private final @Nullable String createdBy;

    private @Nullable ScannedPages pages;
    private @Nullable Kept<ColumnIndex> columnIndex;
    private @Nullable Kept<OffsetIndex> offsetIndex;

    /** What was looked for, which may be that there is none. */
    private record Kept<T>(@Nullable T index) {}

    /**
     * A chunk.
     *
     * @param bytes of which {@code length} from {@code offset} on are the chunk's, and perhaps some that do not belong to
     *     it
     * @param rows of the row group
     * @param createdBy who wrote the file
     */
    public SourceChunk(
            ColumnDescriptor column,
            ColumnChunkMetaData metadata,
            byte[] bytes,
            int offset,
            int length,
            PageIndexes indexes,
            long rows,
            @Nullable String createdBy) {
        this.column = column;
        this.metadata = metadata;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.indexes = indexes;
        this.rows = rows;
        this.createdBy = createdBy;
    }

    public ColumnDescriptor column() {
        return column;
    }

    public ColumnChunkMetaData metadata() {
        return metadata;
    }

    /** Those of the chunk, not to be changed, and others around them. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the chunk begins in the bytes that its pages are in. */
    public int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    public long rows() {
        return rows;
    }

    public @Nullable String createdBy() {
        return createdBy;
    }

    /**
     * Its pages, whose checksums are right.
     *
     * @throws io.sluice.compactor.merge.encoding.CorruptPageException if they are not what the footer promises
     */
    public ScannedPages pages(Codecs codecs) {
        ScannedPages known = pages;
        if (known == null) {
            known = PageScanner.scan(this, codecs);
            pages = known;
        }
        return known;
    }

    public @Nullable ColumnIndex columnIndex() {
        if (columnIndex == null) {
            columnIndex = new Kept<>(indexes.readColumnIndex());
        }
        return columnIndex.index();
    }

    public @Nullable OffsetIndex offsetIndex() {
        if (offsetIndex == null) {
            offsetIndex = new Kept<>(indexes.readOffsetIndex());
        }
        return offsetIndex.index();
    }
}
