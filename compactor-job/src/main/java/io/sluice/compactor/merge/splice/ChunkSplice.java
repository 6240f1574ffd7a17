/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.output.StatisticsMerge;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Splices one column chunk out of those of many row groups. First everything that is to go in is looked at, and one
 * dictionary made; then the pages are written, source by source.
 */
public final class ChunkSplice {

    private ChunkSplice() {}

    /**
     * Splices, and ends the chunk.
     *
     * @return the dearest way that pages of each source took
     * @throws NotSpliceableException if it cannot be done; nothing is written
     * @throws CorruptSourceException if a source is not what it promises
     */
    public static List<Way> splice(List<SpliceSource> sources, ChunkWriter chunk, Codecs codecs)
            throws NotSpliceableException, IOException {
        List<Part> prepared = new ArrayList<>();
        StatisticsMerge statistics = new StatisticsMerge(chunk.column().getPrimitiveType());
        for (SpliceSource source : sources) {
            try {
                Part part = prepare(source, chunk.column(), codecs);
                prepared.add(part);
                statistics.add(part.entries(), part.statistics());
            } catch (RuntimeException e) {
                throw new CorruptSourceException(source.file(), e);
            }
        }
        ChunkDictionary ids = ChunkDictionary.of(sources, prepared, chunk.column(), codecs);
        PlainValues dictionary = ids.values();
        if (dictionary.count() > 0) {
            byte[] compressed = codecs.compress(chunk.codec(), dictionary.array(), 0, dictionary.length());
            chunk.dictionary(compressed, dictionary.length(), dictionary.count());
        }
        PageBuilder builder = new PageBuilder(chunk, codecs, dictionary);
        int idWidth = RunLength.bitWidth(Math.max(0, dictionary.count() - 1));
        ChunkOutput output = new ChunkOutput(chunk, builder, codecs, idWidth);
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            try {
                ways.add(ids.part(i).write(output, ids.renaming(i)));
            } catch (RuntimeException e) {
                throw new CorruptSourceException(sources.get(i).file(), e);
            }
        }
        builder.flush();
        chunk.end(statistics.statistics());
        return ways;
    }

    private static Part prepare(SpliceSource source, ColumnDescriptor output, Codecs codecs)
            throws NotSpliceableException {
        if (source.source() instanceof Filled filled) {
            return FilledPart.prepare(source, filled, output, codecs);
        }
        SourceChunk chunk = source.chunk();
        if (chunk == null) {
            throw new NotSpliceableException("its bytes are not at hand");
        }
        return CopiedPart.prepare(chunk, (Copied) source.source(), codecs);
    }
}
