/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.LevelMap;
import io.sluice.compactor.merge.output.PageFacts;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.Levels;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Changes levels, ids or numbers of a page and leaves the rest as it is: the page stays a page of the same rows. */
final class PageEdit {

    private final SourceChunk chunk;
    private final Copied copied;
    private final ChunkOutput output;

    PageEdit(SourceChunk chunk, Copied copied, ChunkOutput output) {
        this.chunk = chunk;
        this.copied = copied;
        this.output = output;
    }

    /**
     * Writes the page.
     *
     * @param names where its ids have gone; null if they stay, or there are none
     */
    void write(RawPage page, PartValues dictionary, @Nullable Renaming names, SourceFacts facts, int ordinal, long rows)
            throws IOException {
        OpenPage open = OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), output.codecs);
        int count = open.valueCount(output.definition(page.entries()));
        Slice repetition = new Slice(open.levels(), open.repetitionStart(), open.repetitionEnd());
        Slice definition = definition(open);
        Slice values = names == null ? values(open, count) : renamed(open, ordinal, dictionary, names, count);
        PageFacts edited =
                new PageFacts(rows, count > 0, bounds(facts, ordinal, page, count), sizes(facts, ordinal, page, rows));
        if (page.isV2()) {
            writeV2(page, repetition, definition, values, edited);
        } else {
            writeV1(page, repetition, definition, values, edited);
        }
    }

    private static @Nullable Statistics<?> bounds(SourceFacts facts, int ordinal, RawPage page, int count) {
        return facts.bounds(ordinal, page.entries() - count);
    }

    /** Histograms of levels that change are another matter; unless nobody wants any. */
    private @Nullable SizeStatistics sizes(SourceFacts facts, int ordinal, RawPage page, long rows) {
        boolean noHistograms = output.writer.column().getMaxRepetitionLevel() == 0
                && output.writer.column().getMaxDefinitionLevel() <= 1;
        return copied.definition().isIdentity() || noHistograms
                ? facts.page(ordinal, page, rows).sizes()
                : null;
    }

    private Slice definition(OpenPage open) {
        LevelMap map = copied.definition();
        if (map.isIdentity()) {
            return new Slice(open.levels(), open.definitionStart(), open.definitionEnd());
        }
        int max = output.writer.column().getMaxDefinitionLevel();
        if (max == 0) {
            Levels.require(open, map, output.definition(open.entries()));
            return Slice.NONE;
        }
        int[] levels = output.definition(open.entries());
        open.definition(levels);
        Levels.map(levels, open.entries(), map);
        int width = RunLength.bitWidth(max);
        byte[] bytes = new byte[RunLength.maxBytes(open.entries(), width)];
        return new Slice(bytes, 0, RunLength.encode(levels, open.entries(), width, bytes, 0));
    }

    private Slice values(OpenPage open, int count) {
        if (open.raw().usesDictionary() || !copied.widens()) {
            return new Slice(open.values(), open.valuesStart(), open.valuesEnd());
        }
        byte[] wide = Widening.of(copied).widen(open.values(), open.valuesStart(), open.valuesEnd(), count);
        return new Slice(wide, 0, wide.length);
    }

    private Slice renamed(OpenPage open, int ordinal, PartValues dictionary, Renaming names, int count) {
        int[] ids = output.ids(count);
        dictionary.ids(open, ordinal, count, ids);
        names.rename(ids, count);
        byte[] bytes = output.idBytes(1 + RunLength.maxBytes(count, output.idWidth));
        bytes[0] = (byte) output.idWidth;
        return new Slice(bytes, 0, RunLength.encode(ids, count, output.idWidth, bytes, 1));
    }

    private void writeV1(RawPage page, Slice repetition, Slice definition, Slice values, PageFacts facts)
            throws IOException {
        int repetitionBytes = chunk.column().getMaxRepetitionLevel() > 0 ? Integer.BYTES + repetition.length() : 0;
        boolean defined = output.writer.column().getMaxDefinitionLevel() > 0;
        int levels = repetitionBytes + (defined ? Integer.BYTES + definition.length() : 0);
        int length = levels + values.length();
        byte[] body = output.body(length);
        if (repetitionBytes > 0) {
            prefixed(repetition, body, 0);
        }
        if (defined) {
            prefixed(definition, body, repetitionBytes);
        }
        values.copyTo(body, levels);
        byte[] compressed = output.codecs.compress(output.writer.codec(), body, 0, length);
        PageHeader header = new PageHeader(page.header());
        header.setUncompressed_page_size(length);
        header.setCompressed_page_size(compressed.length);
        header.getData_page_header().unsetStatistics();
        header.getData_page_header().setDefinition_level_encoding(org.apache.parquet.format.Encoding.RLE);
        output.writer.page(header, compressed, facts);
    }

    private static void prefixed(Slice levels, byte[] body, int at) {
        for (int k = 0; k < Integer.BYTES; k++) {
            body[at + k] = (byte) (levels.length() >>> (Byte.SIZE * k));
        }
        levels.copyTo(body, at + Integer.BYTES);
    }

    private void writeV2(RawPage page, Slice repetition, Slice definition, Slice values, PageFacts facts)
            throws IOException {
        byte[] compressed = values.compressed(output.writer.codec(), output.codecs);
        int levels = repetition.length() + definition.length();
        byte[] body = new byte[levels + compressed.length];
        repetition.copyTo(body, 0);
        definition.copyTo(body, repetition.length());
        System.arraycopy(compressed, 0, body, levels, compressed.length);
        PageHeader header = new PageHeader(page.header());
        header.setUncompressed_page_size(levels + values.length());
        header.setCompressed_page_size(body.length);
        DataPageHeaderV2 own = header.getData_page_header_v2();
        own.setIs_compressed(true);
        own.setRepetition_levels_byte_length(repetition.length());
        own.setDefinition_levels_byte_length(definition.length());
        own.unsetStatistics();
        output.writer.page(header, body, facts);
    }

    /** Bytes of an array, of which only they are meant. */
    private static final class Slice {

        static final Slice NONE = new Slice(new byte[0], 0, 0);

        private final byte[] array;
        private final int start;
        private final int end;

        Slice(byte[] array, int start, int end) {
            this.array = array;
            this.start = start;
            this.end = end;
        }

        int length() {
            return end - start;
        }

        void copyTo(byte[] target, int at) {
            System.arraycopy(array, start, target, at, length());
        }

        byte[] compressed(CompressionCodecName codec, Codecs codecs) throws IOException {
            return codecs.compress(codec, array, start, length());
        }
    }
}
