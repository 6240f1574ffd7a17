/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with their keys in memory, to be sorted. A record is the length of its key, that of its row, key, row; it lies in
 * one block. Not thread-safe.
 */
final class RowBuffer {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    /** Where it is, and room for that while sorting. */
    private static final int INDEX_BYTES = 2 * Long.BYTES;

    private final List<byte[]> blocks = new ArrayList<>();
    private long[] records = new long[1 << 10];
    private int count;
    private int used;
    private long blockBytes;

    boolean isEmpty() {
        return count == 0;
    }

    /** Memory that is taken, about. */
    long bytes() {
        return blockBytes + (long) count * INDEX_BYTES;
    }

    /** What a record more would take. */
    long bytesOf(int keyLength, int rowLength) {
        long record = HEADER_BYTES + (long) keyLength + rowLength;
        boolean fits = !blocks.isEmpty() && record <= last().length - used;
        return INDEX_BYTES + (fits ? 0 : Math.max(record, nextBlock()));
    }

    /** Few rows take little; many take whole blocks. */
    private long nextBlock() {
        return Math.min(BLOCK_BYTES, Math.max(8 << 10, blockBytes));
    }

    private byte[] last() {
        return blocks.get(blocks.size() - 1);
    }

    void clear() {
        blocks.clear();
        records = new long[1 << 10];
        count = 0;
        used = 0;
        blockBytes = 0;
    }

    void add(byte[] key, int keyLength, byte[] row, int offset, int rowLength) {
        int record = Math.addExact(HEADER_BYTES + keyLength, rowLength);
        if (blocks.isEmpty() || record > last().length - used) {
            byte[] block = new byte[(int) Math.max(record, nextBlock())];
            blocks.add(block);
            blockBytes += block.length;
            used = 0;
        }
        byte[] block = last();
        if (count == records.length) {
            records = Arrays.copyOf(records, count * 2);
        }
        records[count++] = (long) (blocks.size() - 1) << Integer.SIZE | used;
        SpillFile.putInt(block, used, keyLength);
        SpillFile.putInt(block, used + Integer.BYTES, rowLength);
        System.arraycopy(key, 0, block, used + HEADER_BYTES, keyLength);
        System.arraycopy(row, offset, block, used + HEADER_BYTES + keyLength, rowLength);
        used += record;
    }

    private byte[] block(long record) {
        return blocks.get((int) (record >>> Integer.SIZE));
    }

    /** Hands the rows on, in the order of their keys. */
    void sorted(RowSink sink) throws IOException {
        sort();
        for (int i = 0; i < count; i++) {
            byte[] block = block(records[i]);
            int at = (int) records[i];
            int row = at + HEADER_BYTES + RowBytes.intAt(block, at);
            sink.add(block, row, RowBytes.intAt(block, at + Integer.BYTES));
        }
    }

    /** Hands the records on, in the order of their keys. */
    void sortedRecords(SpillFile.RecordSink sink) throws IOException {
        sort();
        for (int i = 0; i < count; i++) {
            byte[] block = block(records[i]);
            int at = (int) records[i];
            int length = HEADER_BYTES + RowBytes.intAt(block, at) + RowBytes.intAt(block, at + Integer.BYTES);
            sink.add(block, at, length);
        }
    }

    private void sort() {
        long[] from = Arrays.copyOf(records, count);
        sort(from, records, 0, count);
    }

    /** Merges two sorted halves of {@code from} into {@code to}; both hold the same between {@code start} and {@code end}. */
    private void sort(long[] from, long[] to, int start, int end) {
        if (end - start < 2) {
            return;
        }
        int middle = (start + end) >>> 1;
        sort(to, from, start, middle);
        sort(to, from, middle, end);
        if (compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, start, to, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right == end || (left < middle && compare(from[left], from[right]) <= 0);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(long a, long b) {
        byte[] blockA = block(a);
        byte[] blockB = block(b);
        int keyA = (int) a + HEADER_BYTES;
        int keyB = (int) b + HEADER_BYTES;
        return Arrays.compareUnsigned(
                blockA,
                keyA,
                keyA + RowBytes.intAt(blockA, (int) a),
                blockB,
                keyB,
                keyB + RowBytes.intAt(blockB, (int) b));
    }
}
