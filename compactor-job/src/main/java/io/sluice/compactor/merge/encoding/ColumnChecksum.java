/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;

/**
 * A running checksum of one column: of each entry's value, null and nesting, in order. Equal for two files whose column
 * reads the same, however its pages are cut and encoded: a polynomial whose coefficients are the entries. 64 bits, not
 * cryptographic: it finds faults, not forgers.
 *
 * <p>Not thread-safe.
 */
public final class ColumnChecksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long PRIME_2 = power(2);
    private static final long PRIME_3 = power(3);
    private static final long PRIME_4 = power(4);
    private static final long NULL = 0x5851F42D4C957F2DL;

    private long hash;
    private long copies;
    private long entries;
    private long nulls;
    private long[] terms = new long[0];

    /** Entries so far. */
    public long entries() {
        return entries;
    }

    /** Adds what is known of a page of bytes that are the same on both sides; its entries are {@linkplain #skip skipped}. */
    public void addCopy(long fingerprint) {
        copies = chain(copies, fingerprint);
    }

    /** Counts entries whose values are not read: they are in a page whose bytes are compared. */
    public void skip(int count) {
        entries += count;
    }

    /** One number for two, in order. */
    public static long chain(long first, long second) {
        return hash(first * PRIME + second);
    }

    public void addNull(int repetition, int definition) {
        nulls++;
        mix(NULL, repetition, definition);
    }

    public void add(long bits, int repetition, int definition) {
        mix(hash(bits), repetition, definition);
    }

    public void add(Binary value, int repetition, int definition) {
        ByteBuffer bytes = value.toByteBuffer();
        if (bytes.hasArray()) {
            mix(hash(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()), repetition, definition);
        } else {
            mix(hash(value.getBytesUnsafe(), 0, value.length()), repetition, definition);
        }
    }

    /**
     * Adds entries by the hashes of their values.
     *
     * @param max definition level of a value; whatever is lower is a null
     * @param hashes of the values, without the nulls, as {@link ValueHashes} makes them
     */
    public void addAll(int[] repetition, int[] definition, int count, int max, long[] hashes) {
        int value = 0;
        long[] mixed = terms(count);
        for (int i = 0; i < count; i++) {
            boolean there = definition[i] == max;
            mixed[i] = (there ? hashes[value] : NULL) ^ levels(repetition[i], definition[i]);
            value += there ? 1 : 0;
        }
        fold(mixed, count, 0);
        added(count, value);
    }

    /** Adds entries that do not repeat; as {@link #addAll} does, otherwise. */
    public void addFlat(int[] definition, int count, int max, long[] hashes) {
        int value = 0;
        long[] mixed = terms(count);
        for (int i = 0; i < count; i++) {
            boolean there = definition[i] == max;
            mixed[i] = (there ? hashes[value] : NULL) ^ levels(0, definition[i]);
            value += there ? 1 : 0;
        }
        fold(mixed, count, 0);
        added(count, value);
    }

    /** Adds values that do not repeat, and no null among them. */
    public void addValues(int count, int definition, long[] hashes) {
        fold(hashes, count, levels(0, definition));
        added(count, count);
    }

    private long[] terms(int count) {
        if (terms.length < count) {
            terms = new long[count];
        }
        return terms;
    }

    /** Mixes values in that have the same levels, or theirs in them already. */
    private void fold(long[] values, int count, long levels) {
        long h = hash;
        int i = 0;
        // Four at a time, that one multiplication need not wait for the other.
        for (; i + 4 <= count; i += 4) {
            h = h * PRIME_4
                    + (values[i] ^ levels) * PRIME_3
                    + (values[i + 1] ^ levels) * PRIME_2
                    + (values[i + 2] ^ levels) * PRIME
                    + (values[i + 3] ^ levels);
        }
        for (; i < count; i++) {
            h = mixed(h, values[i], levels);
        }
        hash = h;
    }

    private void added(int count, int values) {
        entries += count;
        nulls += count - values;
    }

    private void mix(long value, int repetition, int definition) {
        entries++;
        hash = mixed(hash, value, levels(repetition, definition));
    }

    private static long power(int exponent) {
        return exponent == 0 ? 1 : PRIME * power(exponent - 1);
    }

    private static long levels(int repetition, int definition) {
        return ((long) repetition << 48) | ((long) definition << 32);
    }

    private static long mixed(long hash, long value, long levels) {
        return hash * PRIME + (value ^ levels);
    }

    /** What a value of bytes adds to a sum. */
    public static long hash(byte[] array, int offset, int length) {
        long h = length * PRIME;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            h = (Long.rotateLeft(h, 29) ^ (long) LONGS.get(array, at)) * PRIME;
        }
        long last = 0;
        for (; at < end; at++) {
            last = (last << Byte.SIZE) | (array[at] & 0xFF);
        }
        return hash(h ^ last);
    }

    /** What a number adds to a sum: an int as the long of the same value, a float as its raw bits. */
    static long hash(long x) {
        long y = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
        return y ^ (y >>> 32);
    }

    public ColumnSum sum() {
        return new ColumnSum(entries, nulls, hash, copies);
    }
}
