/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Keys along a Z-order curve. What counts of a value is its rank, one of 1,024, among a sample of all: so that a column of
 * long texts, or of numbers that differ in their last digits only, has as much of a say as any other.
 */
final class ZRanks implements RowKeys {

    private static final int RANK_BITS = 10;
    private static final int SAMPLE = 16 << RANK_BITS;

    /** A merge that is done again gives the same file. */
    private static final long SEED = 42;

    private final List<RowKeys> columns = new ArrayList<>();
    private final List<byte[][]> bounds;
    private final RowBytes key;
    private final int[] ranks;

    private ZRanks(RowLayout layout, List<SortColumn> columns, List<byte[][]> bounds) {
        columns.forEach(column -> this.columns.add(RowKeys.of(layout, List.of(SortColumn.ascending(column.path())))));
        this.bounds = bounds;
        this.key = new RowBytes(layout);
        this.ranks = new int[columns.size()];
    }

    /** Takes rows of the curve's columns alone, and learns how their values are spread. */
    static final class Sampling implements RowSink {

        private final List<SortColumn> columns;
        private final List<RowKeys> keys = new ArrayList<>();
        private final List<List<byte[]>> samples = new ArrayList<>();
        private final RowBytes key;
        private final Random random = new Random(SEED);
        private long seen;

        /**
         * Begins.
         *
         * @param layout of the columns
         */
        Sampling(RowLayout layout, List<SortColumn> columns) {
            this.columns = columns;
            this.key = new RowBytes(layout);
            for (SortColumn column : columns) {
                keys.add(RowKeys.of(layout, List.of(SortColumn.ascending(column.path()))));
                samples.add(new ArrayList<>());
            }
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            seen++;
            long place = seen <= SAMPLE ? seen - 1 : (long) (random.nextDouble() * seen);
            if (place >= SAMPLE) {
                return;
            }
            for (int i = 0; i < keys.size(); i++) {
                key.clear();
                keys.get(i).put(bytes, offset, key);
                byte[] value = Arrays.copyOf(key.array(), key.length());
                if (seen <= SAMPLE) {
                    samples.get(i).add(value);
                } else {
                    samples.get(i).set((int) place, value);
                }
            }
        }

        /** Keys of rows of another layout, in which the columns are. */
        ZRanks keys(RowLayout layout) {
            return new ZRanks(
                    layout, columns, samples.stream().map(Sampling::bounds).toList());
        }

        /** Values that begin a rank, in order. */
        private static byte[][] bounds(List<byte[]> sample) {
            sample.sort(Arrays::compareUnsigned);
            List<byte[]> bounds = new ArrayList<>();
            int ranks = 1 << RANK_BITS;
            for (int rank = 1; rank < ranks; rank++) {
                int at = (int) ((long) rank * sample.size() / ranks);
                if (at < sample.size()
                        && (bounds.isEmpty() || !Arrays.equals(bounds.get(bounds.size() - 1), sample.get(at)))) {
                    bounds.add(sample.get(at));
                }
            }
            return bounds.toArray(byte[][]::new);
        }
    }

    @Override
    public void put(byte[] row, int offset, RowBytes to) {
        for (int i = 0; i < ranks.length; i++) {
            key.clear();
            columns.get(i).put(row, offset, key);
            ranks[i] = rank(bounds.get(i));
        }
        int pending = 0;
        int bits = 0;
        for (int bit = RANK_BITS - 1; bit >= 0; bit--) {
            for (int rank : ranks) {
                pending = pending << 1 | (rank >>> bit & 1);
                if (++bits == Byte.SIZE) {
                    to.putByte(pending);
                    pending = 0;
                    bits = 0;
                }
            }
        }
        if (bits > 0) {
            to.putByte(pending << (Byte.SIZE - bits));
        }
    }

    /** How many bounds are not above the key. */
    private int rank(byte[][] of) {
        int low = 0;
        int high = of.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean below = Arrays.compareUnsigned(of[middle], 0, of[middle].length, key.array(), 0, key.length()) <= 0;
            if (below) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
