/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding, read from an array that nobody trusts: a length is believed only if its bytes are there, a
 * count only if its items can be, so that what is reserved is never more than in proportion to the bytes.
 *
 * <p>Reads throw {@link UnreadableValueException} where the bytes are not what is read. Not thread-safe.
 */
public final class AvroInput {

    /** An item may take no byte (a null); nobody sends many of those. */
    private static final int EMPTY_ITEMS = 1024;

    private static final int MAX_LONG_BYTES = 10;

    /** Deeper values can only be of recursive schemas, and would overflow the stack. */
    private static final int MAX_DEPTH = 500;

    private static final int SHORT_BYTES = 8;

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final int mostEmptyItems;
    private int position;
    private int depth;
    private long emptyItems;

    private AvroInput(byte[] bytes, int from, int to, int mostEmptyItems) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
        this.mostEmptyItems = mostEmptyItems;
    }

    /** One value that somebody sent. */
    static AvroInput ofOne(byte[] bytes, int from) {
        return new AvroInput(bytes, from, bytes.length, EMPTY_ITEMS);
    }

    /** Values one behind the other, of our own writing: from {@code from}, inclusive, to {@code to}, exclusive. */
    public static AvroInput ofMany(byte[] bytes, int from, int to) {
        return new AvroInput(bytes, from, to, Integer.MAX_VALUE);
    }

    /** What is read; to be left as it is. */
    public byte[] array() {
        return bytes;
    }

    /** Where in {@link #array} what comes next begins. */
    public int position() {
        return position;
    }

    /** Bytes that are not read yet. */
    public int remaining() {
        return end - position;
    }

    /** To be called where a record begins. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new UnreadableValueException("records nested more than " + MAX_DEPTH + " deep");
        }
    }

    /** To be called where a record ends. */
    void leave() {
        depth--;
    }

    public boolean readBoolean() {
        byte b = bytes[take(1)];
        if ((b & ~1) != 0) {
            throw new UnreadableValueException("expected a boolean, 0 or 1, found the byte " + b);
        }
        return b == 1;
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new UnreadableValueException("expected an int, found " + value + ", which has more than 32 bits");
        }
        return (int) value;
    }

    public long readLong() {
        if (position < end) {
            byte first = bytes[position];
            if (first >= 0) {
                position++;
                return (first >>> 1) ^ -(long) (first & 1);
            }
        }
        return readLongOfManyBytes();
    }

    private long readLongOfManyBytes() {
        if (end - position < MAX_LONG_BYTES) {
            return readLongNearTheEnd();
        }
        int at = position;
        long raw = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = bytes[at++];
            raw |= (b & 0x7fL) << shift;
            if (b >= 0) {
                position = at;
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new UnreadableValueException("a number of more than 64 bits");
    }

    private long readLongNearTheEnd() {
        long raw = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = bytes[take(1)];
            raw |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new UnreadableValueException("a number of more than 64 bits");
    }

    public float readFloat() {
        return (float) FLOATS.get(bytes, take(Float.BYTES));
    }

    public double readDouble() {
        return (double) DOUBLES.get(bytes, take(Double.BYTES));
    }

    public Utf8 readString() {
        return new Utf8(readLengthAndBytes());
    }

    ByteBuffer readBytes() {
        return ByteBuffer.wrap(readLengthAndBytes());
    }

    private byte[] readLengthAndBytes() {
        int length = readLength();
        int at = position;
        position = at + length;
        byte[] copy = new byte[length];
        if (length > SHORT_BYTES) {
            System.arraycopy(bytes, at, copy, 0, length);
        } else {
            // Codes and names, mostly: the call of a copy takes longer than they do.
            for (int i = 0; i < length; i++) {
                copy[i] = bytes[at + i];
            }
        }
        return copy;
    }

    byte[] readFixed(int length) {
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /** Moves on, over bytes that were looked at in {@link #array}. */
    public void skip(int length) {
        take(length);
    }

    void skipLengthAndBytes() {
        take(readLength());
    }

    /**
     * How many items the next block of an array or map has; 0 at its end.
     *
     * @param itemBytes the fewest that one takes
     */
    public int readBlock(int itemBytes) {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLength();
        }
        return (int) requirePossible(count, itemBytes);
    }

    /** As {@link #readBlock}, but passes over blocks that say how many bytes they have. */
    int skipBlocks(int itemBytes) {
        long count = readLong();
        while (count < 0) {
            take(readLength());
            count = readLong();
        }
        return (int) requirePossible(count, itemBytes);
    }

    private long requirePossible(long count, int itemBytes) {
        boolean possible;
        if (itemBytes > 0) {
            possible = count >= 0 && count <= remaining() / itemBytes;
        } else {
            // The sum stays far from an overflow, as each term is checked.
            possible = count >= 0
                    && count <= mostEmptyItems
                    && (mostEmptyItems == Integer.MAX_VALUE || (emptyItems += count) <= mostEmptyItems);
        }
        if (!possible) {
            throw new UnreadableValueException("a block of " + count + " items, where " + left());
        }
        return count;
    }

    /** How many bytes of a string, or of bytes, come next: they are there. */
    public int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new UnreadableValueException("a length of " + length + " bytes, where " + left());
        }
        return (int) length;
    }

    private String left() {
        return remaining() + " bytes are left";
    }

    /** Moves on by {@code length}, and answers where it was. */
    private int take(int length) {
        if (length > end - position) {
            throw new UnreadableValueException("the value ends in the middle of it");
        }
        int at = position;
        position += length;
        return at;
    }
}
