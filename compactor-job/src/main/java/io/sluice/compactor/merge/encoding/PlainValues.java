/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * PLAIN values one behind the other, and where each begins: a dictionary, or a page in the making. Not thread-safe.
 */
public final class PlainValues {

    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_VALUES = 64;

    private final int width;
    private byte[] bytes;
    private int[] starts;
    private int count;

    /**
     * No values yet.
     *
     * @param width as in {@link PlainWidth}, but not {@link PlainWidth#BIT}
     */
    public PlainValues(int width) {
        this.width = width;
        this.bytes = new byte[FIRST_VALUES * Math.max(width, Long.BYTES)];
        this.starts = new int[width == PlainWidth.VARIABLE ? FIRST_VALUES : 1];
    }

    /**
     * Values of a dictionary page.
     *
     * @throws CorruptPageException if the bytes are not so many values
     */
    public static PlainValues of(byte[] bytes, int count, int width) {
        PlainValues values = new PlainValues(width);
        values.bytes = bytes;
        if (width == PlainWidth.VARIABLE) {
            values.starts = starts(bytes, 0, bytes.length, count);
        } else if ((long) count * width > bytes.length) {
            throw new CorruptPageException(count + " values of " + width + " bytes in " + bytes.length + " bytes");
        }
        values.count = count;
        return values;
    }

    private static int[] starts(byte[] bytes, int offset, int end, int count) {
        if (count > (end - offset) / Integer.BYTES) {
            throw new CorruptPageException(count + " values in " + (end - offset) + " bytes");
        }
        int[] starts = new int[count + 1];
        int at = offset;
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            at = next(bytes, at, end);
        }
        starts[count] = at;
        return starts;
    }

    private static int next(byte[] bytes, int at, int end) {
        int length = at + Integer.BYTES > end ? -1 : (int) INTS.get(bytes, at);
        if (length < 0 || length > end - at - Integer.BYTES) {
            throw new CorruptPageException("a value of " + length + " bytes at " + at + " of " + end);
        }
        return at + Integer.BYTES + length;
    }

    public int count() {
        return count;
    }

    public int width() {
        return width;
    }

    public int start(int value) {
        return width == PlainWidth.VARIABLE ? starts[value] : value * width;
    }

    /** The value, if values have four bytes. */
    public int intAt(int value) {
        return (int) INTS.get(bytes, value * Integer.BYTES);
    }

    /** The value, if values have eight bytes. */
    public long longAt(int value) {
        return (long) LONGS.get(bytes, value * Long.BYTES);
    }

    /** Bytes of all values. */
    public int length() {
        return start(count);
    }

    /** The array behind the values; only up to {@link #length}. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length());
    }

    /** Adds a value as it stands in {@code from}, its length before it if it has one. */
    public void add(byte[] from, int offset, int length) {
        int at = length();
        require(length, 1);
        System.arraycopy(from, offset, bytes, at, length);
        count++;
        if (width == PlainWidth.VARIABLE) {
            starts[count] = at + length;
        }
    }

    /** Adds a number of four bytes. */
    public void addInt(int value) {
        int at = length();
        require(Integer.BYTES, 1);
        INTS.set(bytes, at, value);
        count++;
    }

    /** Adds a number of eight bytes. */
    public void addLong(long value) {
        int at = length();
        require(Long.BYTES, 1);
        LONGS.set(bytes, at, value);
        count++;
    }

    /** Adds a value by its bytes alone; if values have lengths before them, it gets its own. */
    public void addBytes(byte[] value) {
        int at = length();
        int prefix = width == PlainWidth.VARIABLE ? Integer.BYTES : 0;
        require(prefix + value.length, 1);
        if (prefix > 0) {
            INTS.set(bytes, at, value.length);
        }
        System.arraycopy(value, 0, bytes, at + prefix, value.length);
        count++;
        if (prefix > 0) {
            starts[count] = at + prefix + value.length;
        }
    }

    /**
     * Adds values that stand one behind the other.
     *
     * @return where the last of them ends
     * @throws CorruptPageException if there are fewer before {@code end}
     */
    public int addAll(byte[] from, int offset, int end, int values) {
        int at = length();
        int until = offset;
        if (width == PlainWidth.VARIABLE) {
            require(0, values);
            for (int i = 1; i <= values; i++) {
                until = next(from, until, end);
                starts[count + i] = at + until - offset;
            }
        } else {
            until = Math.addExact(offset, Math.multiplyExact(values, width));
            if (until > end) {
                throw new CorruptPageException(values + " values of " + width + " bytes in " + (end - offset));
            }
        }
        require(until - offset, values);
        System.arraycopy(from, offset, bytes, at, until - offset);
        count += values;
        return until;
    }

    /** Adds the value of each id, looked up in a dictionary. */
    public void gather(PlainValues dictionary, int[] ids, int values) {
        byte[] from = dictionary.bytes;
        for (int i = 0; i < values; i++) {
            int start = dictionary.start(ids[i]);
            add(from, start, dictionary.start(ids[i] + 1) - start);
        }
    }

    /** Takes the values behind the first so many away. */
    public void truncate(int values) {
        count = values;
    }

    private void require(int moreBytes, int moreValues) {
        int needed = Math.addExact(length(), moreBytes);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, needed * 2L));
        }
        if (width == PlainWidth.VARIABLE && count + moreValues + 1 > starts.length) {
            starts = Arrays.copyOf(starts, (count + moreValues + 1) * 2);
        }
    }
}
