/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.encoding.ValueHashes;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.CopiedPages;
import io.sluice.compactor.merge.page.Levels;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Sums column chunks from their pages, one after the other: a dictionary's value is hashed once, however often it occurs.
 * Knows ids and PLAIN; whoever has other encodings reads value by value.
 *
 * <p>Not thread-safe.
 */
public final class ChunkChecksum {

    private final PrimitiveType output;
    private final Codecs codecs;
    private final ColumnChecksum checksum;
    private final int max;
    private int[] repetition = new int[0];
    private int[] definition = new int[0];
    private int[] ids = new int[0];
    private long[] hashes = new long[0];

    /** What is added goes to {@code checksum}, as the output's schema has it. */
    public ChunkChecksum(ColumnDescriptor output, Codecs codecs, ColumnChecksum checksum) {
        this.output = output.getPrimitiveType();
        this.codecs = codecs;
        this.checksum = checksum;
        this.max = output.getMaxDefinitionLevel();
    }

    /**
     * Adds the entries of a chunk.
     *
     * @param skipped pages whose entries are counted and not read; none where entries can repeat
     * @return rows
     * @throws NotSpliceableException if it cannot be done from pages; nothing is added
     * @throws CorruptPageException if the chunk is not what it promises
     */
    public long add(SourceChunk chunk, ScannedPages scanned, CopiedPages skipped, Copied copied)
            throws NotSpliceableException {
        long entry = checksum.entries();
        for (RawPage page : scanned.pages()) {
            if (!skipped.hold(entry)) {
                requireKnown(page, chunk.column());
            }
            entry += page.entries();
        }
        PlainValues dictionary = scanned.dictionary();
        long[] ofDictionary = new long[dictionary == null ? 0 : dictionary.count()];
        if (dictionary != null) {
            ValueHashes.of(Widening.dictionary(dictionary, copied), isNumber(), ofDictionary);
        }
        long rows = 0;
        for (RawPage page : scanned.pages()) {
            if (skipped.hold(checksum.entries())) {
                checksum.skip(page.entries());
                rows += page.entries();
            } else {
                OpenPage open =
                        OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), codecs);
                rows += add(page, open, chunk.column(), copied, dictionary, ofDictionary);
            }
        }
        return rows;
    }

    private static void requireKnown(RawPage page, ColumnDescriptor column) throws NotSpliceableException {
        if (page.isHuge()) {
            throw new NotSpliceableException("a page of " + page.entries() + " entries");
        }
        if (!page.usesDictionary() && page.encoding() != Encoding.PLAIN) {
            throw new NotSpliceableException("values in the encoding " + page.encoding());
        }
        if (page.hasOldLevels(column)) {
            throw new NotSpliceableException("levels in an encoding of old");
        }
    }

    private int add(
            RawPage page,
            OpenPage open,
            ColumnDescriptor column,
            Copied copied,
            @Nullable PlainValues dictionary,
            long[] ofDictionary) {
        int entries = page.entries();
        grow(entries);
        int whole = open.allValues() ? entries : -1;
        int count = whole >= 0 ? whole : open.definitionAndCount(definition);
        if (page.usesDictionary()) {
            if (dictionary == null) {
                throw new CorruptPageException("ids without a dictionary");
            }
            open.ids(count, dictionary, ids);
            ValueHashes.ofIds(ids, count, ofDictionary, hashes);
        } else {
            hashPlain(open, count, column, copied);
        }
        boolean flat = column.getMaxRepetitionLevel() == 0;
        if (flat && count == entries) {
            checksum.addValues(count, max, hashes);
            return entries;
        }
        if (whole >= 0) {
            open.definition(definition);
        }
        if (!flat) {
            open.repetition(repetition);
        }
        if (!copied.definition().isIdentity()) {
            Levels.map(definition, entries, copied.definition());
        }
        if (flat) {
            checksum.addFlat(definition, entries, max, hashes);
            return entries;
        }
        checksum.addAll(repetition, definition, entries, max, hashes);
        return rows(repetition, entries);
    }

    private static int rows(int[] repetition, int entries) {
        int rows = 0;
        for (int i = 0; i < entries; i++) {
            rows += repetition[i] == 0 ? 1 : 0;
        }
        return rows;
    }

    private void grow(int entries) {
        if (entries > repetition.length) {
            repetition = new int[entries];
            definition = new int[entries];
            ids = new int[entries];
            hashes = new long[entries];
        }
    }

    private boolean isNumber() {
        return switch (output.getPrimitiveTypeName()) {
            case INT32, INT64, FLOAT, DOUBLE -> true;
            case BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
        };
    }

    private void hashPlain(OpenPage open, int count, ColumnDescriptor column, Copied copied) {
        if (output.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
            if ((count + Byte.SIZE - 1) / Byte.SIZE > open.valuesEnd() - open.valuesStart()) {
                throw new CorruptPageException(count + " booleans in too few bytes");
            }
            RunLength.unpack(open.values(), open.valuesStart(), open.valuesEnd(), 1, ids, 0, count);
            ValueHashes.ofBits(ids, count, hashes);
            return;
        }
        byte[] bytes = Arrays.copyOfRange(open.values(), open.valuesStart(), open.valuesEnd());
        PlainValues values = PlainValues.of(bytes, count, PlainWidth.of(column.getPrimitiveType()));
        ValueHashes.of(Widening.dictionary(values, copied), isNumber(), hashes);
    }
}
