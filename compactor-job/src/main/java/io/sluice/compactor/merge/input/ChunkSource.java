/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.page.SourceChunk;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The part of an output column chunk that comes from one row group of one input. Keeps what it has read, pages and their
 * dictionary among it, so that it is for as long as the output chunk is worked on; not thread-safe.
 */
public final class ChunkSource {

    private final LoadedRowGroup rowGroup;
    private final ColumnSource source;
    private @Nullable SourceChunk chunk;

    /**
     * A part.
     *
     * @param source how the column is made from columns of that input
     */
    public ChunkSource(LoadedRowGroup rowGroup, ColumnSource source) {
        this.rowGroup = rowGroup;
        this.source = source;
    }

    public LoadedRowGroup rowGroup() {
        return rowGroup;
    }

    public ColumnSource source() {
        return source;
    }

    /** The chunk of a column that this is made from; null if the row group has none. */
    public @Nullable SourceChunk chunk(ColumnDescriptor from) {
        SourceChunk known = chunk;
        if (known == null || !known.column().equals(from)) {
            known = rowGroup.chunk(from);
            chunk = known;
        }
        return known;
    }
}
