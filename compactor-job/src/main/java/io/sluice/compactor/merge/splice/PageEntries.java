/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.Promotion;
import io.sluice.compactor.merge.page.Levels;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.PlainDecoding;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Takes a page apart into entries, and hands them to the page builder. */
final class PageEntries {

    private final SourceChunk chunk;
    private final Copied copied;
    private final ChunkOutput output;

    PageEntries(SourceChunk chunk, Copied copied, ChunkOutput output) {
        this.chunk = chunk;
        this.copied = copied;
        this.output = output;
    }

    /**
     * Adds a page.
     *
     * @param dictionary that its ids, if it has such, are of; in the output's type
     * @param renaming where they have gone; empty if each is to be looked up
     */
    void add(
            RawPage page, @Nullable PlainValues dictionary, Optional<Renaming> renaming, SourceFacts facts, int ordinal)
            throws IOException {
        OpenPage open = OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), output.codecs);
        int entries = page.entries();
        int[] repetition = output.repetition(entries);
        int[] definition = output.definition(entries);
        int count = open.valueCount(definition);
        open.repetition(repetition);
        open.definition(definition);
        Levels.map(definition, entries, copied.definition());
        PageBuilder builder = output.builder;
        if (page.usesDictionary() && dictionary != null) {
            int[] ids = output.ids(count);
            open.ids(count, dictionary, ids);
            if (renaming.isPresent()) {
                renaming.get().rename(ids, count);
                builder.expectIds();
            } else {
                builder.expectPlain();
            }
            builder.levels(repetition, definition, entries, facts.bounds(ordinal, entries - count));
            if (renaming.isPresent()) {
                builder.ids(ids, count);
            } else {
                builder.gathered(dictionary, ids, count);
            }
            return;
        }
        boolean bits = chunk.column().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
        if (bits) {
            builder.expectBits();
        } else {
            builder.expectPlain();
        }
        builder.levels(repetition, definition, entries, facts.bounds(ordinal, entries - count));
        if (bits) {
            builder.bits(bits(open, count), count);
        } else {
            plain(open, count);
        }
    }

    private int[] bits(OpenPage open, int count) {
        if ((count + Byte.SIZE - 1) / Byte.SIZE > open.valuesEnd() - open.valuesStart()) {
            throw new CorruptPageException(
                    count + " booleans in " + (open.valuesEnd() - open.valuesStart()) + " bytes");
        }
        int[] bits = output.ids(count);
        RunLength.unpack(open.values(), open.valuesStart(), open.valuesEnd(), 1, bits, 0, count);
        return bits;
    }

    private void plain(OpenPage open, int count) throws IOException {
        Promotion promotion = copied.promotion();
        byte[] values = open.values();
        int start = open.valuesStart();
        int end = open.valuesEnd();
        if (open.raw().encoding() != Encoding.PLAIN) {
            values = PlainDecoding.decode(open, count);
            start = 0;
            end = values.length;
        }
        if (promotion != Promotion.NONE) {
            values = Widening.widen(values, start, count, promotion);
            start = 0;
            end = values.length;
        }
        output.builder.plain(values, start, end, count);
    }
}
