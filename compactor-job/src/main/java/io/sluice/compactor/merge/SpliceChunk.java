/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.splice.ChunkSplice;
import io.sluice.compactor.merge.splice.CorruptSourceException;
import io.sluice.compactor.merge.splice.SpliceSource;
import io.sluice.compactor.merge.splice.Way;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splices pages where that can be done, and has the chunk encoded again where it cannot. */
final class SpliceChunk implements ChunkMerge {

    private static final Logger log = LoggerFactory.getLogger(SpliceChunk.class);

    private final Codecs codecs;
    private final ChunkMerge otherwise;
    private final MergeWays ways;

    SpliceChunk(Codecs codecs, ChunkMerge otherwise, MergeWays ways) {
        this.codecs = codecs;
        this.otherwise = otherwise;
        this.ways = ways;
    }

    @Override
    public void merge(OutputColumn column, List<ChunkSource> sources, ChunkWriter chunk) throws IOException {
        List<SpliceSource> spliced = spliceSources(sources);
        try {
            List<Way> taken = ChunkSplice.splice(spliced, chunk, codecs);
            for (int i = 0; i < taken.size(); i++) {
                ways.took(taken.get(i), spliced.get(i));
            }
        } catch (NotSpliceableException e) {
            log.debug("column '{}' is encoded again: {}", column.path(), e.getMessage());
            spliced.forEach(s -> ways.took(Way.REENCODE, s));
            otherwise.merge(column, sources, chunk);
        } catch (CorruptSourceException e) {
            throw CorruptInputException.in(
                    new StorePath(e.file()), new IOException("column '" + column.path() + "': " + e.getMessage(), e));
        }
    }

    static List<SpliceSource> spliceSources(List<ChunkSource> sources) {
        return sources.stream().map(SpliceChunk::spliceSource).toList();
    }

    private static SpliceSource spliceSource(ChunkSource source) {
        @Nullable ColumnDescriptor from = column(source.source());
        @Nullable SourceChunk chunk = from == null ? null : source.chunk(from);
        return new SpliceSource(
                source.rowGroup().file(),
                source.source(),
                chunk,
                source.rowGroup().rows());
    }

    private static @Nullable ColumnDescriptor column(ColumnSource source) {
        return source instanceof Copied copied ? copied.from() : ((Filled) source).driver();
    }
}
