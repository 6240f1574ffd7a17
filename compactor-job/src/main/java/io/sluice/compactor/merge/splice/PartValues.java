/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.PlainDecoding;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The values that pages of one source stand for, in the output's type: those of its dictionary, and behind them, if they
 * were {@linkplain #absorb absorbed}, those of pages that have no ids.
 */
final class PartValues {

    private static final int NONE = -1;

    private final @Nullable PlainValues own;
    private final @Nullable PlainValues all;
    private final int[] firstIds;

    private PartValues(@Nullable PlainValues own, @Nullable PlainValues all, int[] firstIds) {
        this.own = own;
        this.all = all;
        this.firstIds = firstIds;
    }

    /** Of a dictionary; null if there is none. */
    static PartValues of(@Nullable PlainValues dictionary, int pages) {
        int[] none = new int[pages];
        Arrays.fill(none, NONE);
        return new PartValues(dictionary, dictionary, none);
    }

    /** With the values of all pages. */
    PartValues absorb(SourceChunk chunk, List<RawPage> pages, Copied copied, Codecs codecs) {
        PlainValues values = new PlainValues(PlainWidth.of(copied.to().getPrimitiveType()));
        if (own != null) {
            values.addAll(own.array(), 0, own.length(), own.count());
        }
        int[] first = new int[pages.size()];
        Arrays.fill(first, NONE);
        int[] scratch = new int[pages.stream().mapToInt(RawPage::entries).max().orElse(0)];
        for (int ordinal = 0; ordinal < first.length; ordinal++) {
            RawPage page = pages.get(ordinal);
            if (!page.usesDictionary()) {
                OpenPage open =
                        OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), codecs);
                int count = open.valueCount(scratch);
                PlainBytes plain = PlainBytes.of(open, count, copied);
                first[ordinal] = values.count();
                values.addAll(plain.bytes(), plain.start(), plain.end(), count);
            }
        }
        return new PartValues(own, values, first);
    }

    /** What ids are of; null if no page has ids. */
    @Nullable PlainValues all() {
        return all;
    }

    /** How many values the source's dictionary has. */
    int ownCount() {
        return own == null ? 0 : own.count();
    }

    /** Whether a page has ids, of its own or by absorption. */
    boolean hasIds(RawPage page, int ordinal) {
        return page.usesDictionary() || firstIds[ordinal] != NONE;
    }

    /**
     * Fills in the ids of a page.
     *
     * @throws CorruptPageException if one is not in the page's dictionary
     */
    void ids(OpenPage open, int ordinal, int count, int[] target) {
        if (firstIds[ordinal] != NONE) {
            for (int i = 0; i < count; i++) {
                target[i] = firstIds[ordinal] + i;
            }
        } else if (own != null) {
            open.ids(count, own, target);
        } else {
            throw new CorruptPageException("ids without a dictionary");
        }
    }

    /** Values of a page that has no ids: PLAIN, in the output's type. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and too long to copy.
    record PlainBytes(byte[] bytes, int start, int end) {

        static PlainBytes of(OpenPage open, int count, Copied copied) {
            PlainBytes plain = open.raw().encoding() == Encoding.PLAIN
                    ? new PlainBytes(open.values(), open.valuesStart(), open.valuesEnd())
                    : whole(PlainDecoding.decode(open, count));
            return copied.widens()
                    ? whole(Widening.of(copied).widen(plain.bytes, plain.start, plain.end, count))
                    : plain;
        }

        private static PlainBytes whole(byte[] bytes) {
            return new PlainBytes(bytes, 0, bytes.length);
        }
    }
}
