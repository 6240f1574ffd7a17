/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;

/**
 * A running checksum of one column: of each entry's value, null and nesting, in order. Equal for two files whose column
 * reads the same, however its pages are cut and encoded. 64 bits, not cryptographic: it finds faults, not forgers.
 *
 * <p>Not thread-safe.
 */
public final class ColumnChecksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x5851F42D4C957F2DL;

    private long hash;
    private long entries;
    private long nulls;

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
        for (int i = 0; i < count; i++) {
            if (definition[i] == max) {
                mix(hashes[value++], repetition[i], definition[i]);
            } else {
                addNull(repetition[i], definition[i]);
            }
        }
    }

    /** Adds values that do not repeat, and no null among them. */
    public void addValues(int count, int definition, long[] hashes) {
        for (int i = 0; i < count; i++) {
            mix(hashes[i], 0, definition);
        }
    }

    private void mix(long value, int repetition, int definition) {
        entries++;
        hash = (Long.rotateLeft(hash, 23) ^ value ^ (((long) repetition << 48) | ((long) definition << 32))) * PRIME;
    }

    /** What a value of bytes adds to a sum. */
    static long hash(byte[] array, int offset, int length) {
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
        return new ColumnSum(entries, nulls, hash);
    }
}
