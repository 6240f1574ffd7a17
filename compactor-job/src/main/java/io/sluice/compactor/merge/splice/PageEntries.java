/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.page.Levels;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.splice.PartValues.PlainBytes;
import java.io.IOException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Takes a page apart into entries, and hands them to the page builder. */
final class PageEntries {

    private final SourceChunk chunk;
    private final Copied copied;
    private final SourceFacts facts;
    private final ChunkOutput output;

    PageEntries(SourceChunk chunk, Copied copied, SourceFacts facts, ChunkOutput output) {
        this.chunk = chunk;
        this.copied = copied;
        this.facts = facts;
        this.output = output;
    }

    /** Adds a page as ids of the chunk's dictionary. */
    void addIds(RawPage page, int ordinal, PartValues values, Renaming renaming) throws IOException {
        OpenPage open = open(page);
        int count = open.definitionAndCount(output.definition(page.entries()));
        int[] ids = output.ids(count);
        values.ids(open, ordinal, count, ids);
        renaming.rename(ids, count);
        output.builder.expectIds();
        levels(open, ordinal, count);
        output.builder.ids(ids, count);
    }

    /** Adds a page of ids as what they stand for. */
    void addGathered(RawPage page, int ordinal, PartValues values, PlainValues all) throws IOException {
        OpenPage open = open(page);
        int count = open.definitionAndCount(output.definition(page.entries()));
        int[] ids = output.ids(count);
        values.ids(open, ordinal, count, ids);
        output.builder.expectPlain();
        levels(open, ordinal, count);
        output.builder.gathered(all, ids, count);
    }

    /** Adds a page of values. */
    void addValues(RawPage page, int ordinal) throws IOException {
        OpenPage open = open(page);
        int count = open.definitionAndCount(output.definition(page.entries()));
        if (chunk.column().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
            output.builder.expectBits();
            levels(open, ordinal, count);
            output.builder.bits(bits(open, count), count);
        } else {
            PlainBytes plain = PlainBytes.of(open, count, copied);
            output.builder.expectPlain();
            levels(open, ordinal, count);
            output.builder.plain(plain.bytes(), plain.start(), plain.end(), count);
        }
    }

    private OpenPage open(RawPage page) {
        return OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), output.codecs);
    }

    private void levels(OpenPage open, int ordinal, int count) {
        int entries = open.entries();
        int[] repetition = output.repetition(entries);
        int[] definition = output.definition(entries);
        open.repetition(repetition);
        Levels.map(definition, entries, copied.definition());
        output.builder.levels(repetition, definition, entries, facts.bounds(ordinal, entries - count));
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
}
