/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.input.ChunkEntries;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/**
 * A row as it is written down between reading and writing it, see {@link RowLayout}; and any other bytes that are put
 * together piece by piece. Takes the entries of one column after the other. Not thread-safe.
 */
final class RowBytes implements ChunkEntries {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final RowLayout layout;
    private byte[] bytes = new byte[1 << 10];
    private int length;
    private int column;

    RowBytes(RowLayout layout) {
        this.layout = layout;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** The entries that follow are of this column. */
    void begin(int leaf) {
        column = leaf;
    }

    /** No entry of the column follows. */
    void end() {
        if (layout.repeats(column)) {
            putByte(RowLayout.END);
        }
    }

    void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(bytes, length, value);
        length += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    void put(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(length, count), (int) Math.min(bytes.length * 2L, MAX)));
        }
    }

    /** The longest array that every JVM has. */
    private static final int MAX = Integer.MAX_VALUE - Long.BYTES;

    static int intAt(byte[] bytes, int position) {
        return (int) INTS.get(bytes, position);
    }

    static long longAt(byte[] bytes, int position) {
        return (long) LONGS.get(bytes, position);
    }

    private void levels(int repetition, int definition) {
        if (layout.repeats(column)) {
            putByte(repetition);
        }
        if (layout.column(column).getMaxDefinitionLevel() > 0) {
            putByte(definition);
        }
    }

    @Override
    public void addNull(int repetition, int definition) {
        levels(repetition, definition);
    }

    @Override
    public void add(int value, int repetition, int definition) {
        levels(repetition, definition);
        putInt(value);
    }

    @Override
    public void add(long value, int repetition, int definition) {
        levels(repetition, definition);
        putLong(value);
    }

    @Override
    public void add(float value, int repetition, int definition) {
        levels(repetition, definition);
        putInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void add(double value, int repetition, int definition) {
        levels(repetition, definition);
        putLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        levels(repetition, definition);
        putByte(value ? 1 : 0);
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        levels(repetition, definition);
        byte[] from = value.getBytesUnsafe();
        putInt(from.length);
        put(from, 0, from.length);
    }
}
