/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.encoding.RunLength;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.output.PageFacts;
import io.sluice.compactor.merge.output.StatisticsMerge;
import io.sluice.compactor.merge.page.Codecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Puts levels and values together to pages of the usual size: what pages that cannot be taken as they are become, and
 * where tiny ones meet. Values are ids of the chunk's dictionary, or PLAIN; a page has one kind. Not thread-safe.
 */
final class PageBuilder {

    /** As parquet-java's writer has it: what one entry of a page index stands for. */
    private static final int MAX_ROWS = 20_000;

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 1 << 20;

    private enum Kind {
        NONE,
        IDS,
        PLAIN,
        BITS
    }

    private final ChunkWriter chunk;
    private final ColumnDescriptor column;
    private final Codecs codecs;
    private final PlainValues dictionary;
    private final int idWidth;
    private int[] repetition = new int[0];
    private int[] definition = new int[0];
    private int[] ids = new int[0];
    private PlainValues plain;
    private StatisticsMerge bounds;
    private Kind kind = Kind.NONE;
    private int entries;
    private int values;
    private long rows;

    /**
     * Begins.
     *
     * @param dictionary of the chunk; without values if it has none
     */
    PageBuilder(ChunkWriter chunk, Codecs codecs, PlainValues dictionary) {
        this.chunk = chunk;
        this.column = chunk.column();
        this.codecs = codecs;
        this.dictionary = dictionary;
        this.idWidth = RunLength.bitWidth(Math.max(0, dictionary.count() - 1));
        this.plain = newPlain();
        this.bounds = new StatisticsMerge(column.getPrimitiveType());
    }

    private PlainValues newPlain() {
        int width = PlainWidth.of(column.getPrimitiveType());
        return new PlainValues(width == PlainWidth.BIT ? Integer.BYTES : width);
    }

    /** Entries that begin with a row; their values follow in one call of a method below. */
    void levels(int[] moreRepetition, int[] moreDefinition, int count, @Nullable Statistics<?> statistics) {
        repetition = room(repetition, entries + count);
        definition = room(definition, entries + count);
        System.arraycopy(moreRepetition, 0, repetition, entries, count);
        System.arraycopy(moreDefinition, 0, definition, entries, count);
        for (int i = 0; i < count; i++) {
            rows += moreRepetition[i] == 0 ? 1 : 0;
        }
        entries += count;
        bounds.add(count, statistics);
    }

    /** Values by their ids in the chunk's dictionary. */
    void ids(int[] more, int count) throws IOException {
        ids = room(ids, values + count);
        System.arraycopy(more, 0, ids, values, count);
        added(count);
    }

    /** Values out of another dictionary, which the chunk's has no room for. */
    void gathered(PlainValues from, int[] more, int count) throws IOException {
        plain.gather(from, more, count);
        added(count);
    }

    /** PLAIN values. */
    void plain(byte[] from, int offset, int end, int count) throws IOException {
        plain.addAll(from, offset, end, count);
        added(count);
    }

    /** Booleans, 0 or 1. */
    void bits(int[] more, int count) throws IOException {
        ids(more, count);
    }

    private void added(int count) throws IOException {
        values += count;
        if ((rows >= MAX_ROWS && values > 0) || entries >= MAX_ENTRIES || plain.length() + values >= MAX_BYTES) {
            flush();
        }
    }

    /** Whether ids may come next: they stand before values. */
    boolean takesIds() {
        return chunk.takesIds() && (kind == Kind.IDS || values == 0);
    }

    /** Makes sure that ids can come next. */
    void expectIds() throws IOException {
        expect(Kind.IDS);
    }

    /** Makes sure that PLAIN values can come next. */
    void expectPlain() throws IOException {
        expect(Kind.PLAIN);
    }

    /** Makes sure that booleans can come next. */
    void expectBits() throws IOException {
        expect(Kind.BITS);
    }

    private void expect(Kind next) throws IOException {
        if (kind != next && values > 0) {
            flush();
        }
        kind = next;
    }

    private static int[] room(int[] array, int count) {
        return count <= array.length ? array : Arrays.copyOf(array, Math.max(count, array.length * 2));
    }

    /** Writes what has come so far as a page; nothing if nothing has. */
    void flush() throws IOException {
        if (entries == 0) {
            return;
        }
        if (values == 0 && kind != Kind.BITS) {
            kind = chunk.takesIds() ? Kind.IDS : Kind.PLAIN;
        }
        byte[] body = new byte[bound()];
        int end = level(repetition, column.getMaxRepetitionLevel(), body, 0);
        end = level(definition, column.getMaxDefinitionLevel(), body, end);
        end = values(body, end);
        byte[] compressed = codecs.compress(chunk.codec(), body, 0, end);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, end, compressed.length);
        header.setData_page_header(new DataPageHeader(
                entries, kind == Kind.IDS ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        chunk.page(header, compressed, new PageFacts(rows, values > 0, bounds.statistics(), sizes()));
        clear();
    }

    private int bound() {
        int bytes = levelBound(column.getMaxRepetitionLevel()) + levelBound(column.getMaxDefinitionLevel());
        return bytes
                + switch (kind) {
                    case IDS -> 1 + RunLength.maxBytes(values, idWidth);
                    case BITS -> values / Byte.SIZE + Long.BYTES;
                    case PLAIN, NONE -> plain.length();
                };
    }

    private int levelBound(int max) {
        return max == 0 ? 0 : Integer.BYTES + RunLength.maxBytes(entries, RunLength.bitWidth(max));
    }

    private int level(int[] levels, int max, byte[] body, int at) {
        if (max == 0) {
            return at;
        }
        int end = RunLength.encode(levels, entries, RunLength.bitWidth(max), body, at + Integer.BYTES);
        int length = end - at - Integer.BYTES;
        for (int k = 0; k < Integer.BYTES; k++) {
            body[at + k] = (byte) (length >>> (Byte.SIZE * k));
        }
        return end;
    }

    private int values(byte[] body, int at) {
        return switch (kind) {
            case IDS -> {
                body[at] = (byte) idWidth;
                yield RunLength.encode(ids, values, idWidth, body, at + 1);
            }
            case BITS -> RunLength.pack(ids, 0, values, 1, body, at);
            case PLAIN, NONE -> {
                System.arraycopy(plain.array(), 0, body, at, plain.length());
                yield at + plain.length();
            }
        };
    }

    private SizeStatistics sizes() {
        long unencoded = 0;
        if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
            if (kind == Kind.IDS) {
                for (int i = 0; i < values; i++) {
                    unencoded += dictionary.start(ids[i] + 1) - dictionary.start(ids[i]);
                }
            } else {
                unencoded = plain.length();
            }
            unencoded -= (long) values * Integer.BYTES;
        }
        // parquet-java leaves out the histograms that follow from other counts.
        int repetitions = column.getMaxRepetitionLevel() > 0 ? column.getMaxRepetitionLevel() + 1 : 0;
        int definitions = column.getMaxDefinitionLevel() > 1 ? column.getMaxDefinitionLevel() + 1 : 0;
        return new SizeStatistics(
                column.getPrimitiveType(),
                unencoded,
                histogram(repetition, repetitions),
                histogram(definition, definitions));
    }

    private List<Long> histogram(int[] levels, int size) {
        long[] counts = new long[size];
        for (int i = 0; size > 0 && i < entries; i++) {
            counts[levels[i]]++;
        }
        List<Long> list = new ArrayList<>(size);
        for (long count : counts) {
            list.add(count);
        }
        return list;
    }

    private void clear() {
        plain.truncate(0);
        bounds = new StatisticsMerge(column.getPrimitiveType());
        kind = Kind.NONE;
        entries = 0;
        values = 0;
        rows = 0;
    }
}
