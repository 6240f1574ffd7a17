/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

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
final class ColumnChecksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x5851F42D4C957F2DL;

    private long hash;
    private long entries;
    private long nulls;

    void addNull(int repetition, int definition) {
        nulls++;
        mix(NULL, repetition, definition);
    }

    void add(long bits, int repetition, int definition) {
        mix(scramble(bits), repetition, definition);
    }

    void add(Binary value, int repetition, int definition) {
        ByteBuffer bytes = value.toByteBuffer();
        if (bytes.hasArray()) {
            mix(
                    bytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()),
                    repetition,
                    definition);
        } else {
            mix(bytes(value.getBytesUnsafe(), 0, value.length()), repetition, definition);
        }
    }

    private void mix(long value, int repetition, int definition) {
        entries++;
        hash = (Long.rotateLeft(hash, 23) ^ value ^ (((long) repetition << 48) | ((long) definition << 32))) * PRIME;
    }

    private static long bytes(byte[] array, int offset, int length) {
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
        return scramble(h ^ last);
    }

    private static long scramble(long x) {
        long y = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
        return y ^ (y >>> 32);
    }

    ColumnSum sum() {
        return new ColumnSum(entries, nulls, hash);
    }
}
