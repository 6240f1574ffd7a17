/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.DictionaryUnion;
import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
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
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Splices one column chunk out of those of many row groups. First everything that is to go in is looked at, and one
 * dictionary made; then the pages are written, source by source.
 */
public final class ChunkSplice {

    /** A dictionary is read before the first value: beyond this, values go in as they are. */
    private static final int MAX_DICTIONARY_BYTES = 4 << 20;

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
        List<Part> parts = new ArrayList<>();
        List<Optional<Renaming>> renamings = new ArrayList<>();
        StatisticsMerge statistics = new StatisticsMerge(chunk.column().getPrimitiveType());
        int width = PlainWidth.of(chunk.column().getPrimitiveType());
        DictionaryUnion union =
                new DictionaryUnion(width == PlainWidth.BIT ? Integer.BYTES : width, MAX_DICTIONARY_BYTES);
        for (SpliceSource source : sources) {
            try {
                Part part = prepare(source, chunk.column(), codecs);
                parts.add(part);
                renamings.add(part.dictionary().flatMap(union::add));
                statistics.add(part.entries(), part.statistics());
            } catch (RuntimeException e) {
                throw new CorruptSourceException(source.file(), e);
            }
        }
        PlainValues dictionary = union.values();
        if (dictionary.count() > 0) {
            byte[] compressed = codecs.compress(chunk.codec(), dictionary.array(), dictionary.length());
            chunk.dictionary(compressed, dictionary.length(), dictionary.count());
        }
        PageBuilder builder = new PageBuilder(chunk, codecs, dictionary);
        int idWidth = RunLength.bitWidth(Math.max(0, dictionary.count() - 1));
        ChunkOutput output = new ChunkOutput(chunk, builder, codecs, idWidth);
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            try {
                ways.add(parts.get(i).write(output, renamings.get(i)));
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
        return CopiedPart.prepare(chunk, (Copied) source.source(), output, codecs);
    }
}
