/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding, read from an array. Avro's own decoder believes a length before it looks for the bytes, so
 * that ten wrong ones can ask for two gigabytes; this one asks for what is there, and no more. Reused from value to
 * value; not thread-safe.
 */
final class ByteArrayAvro extends Decoder {

    private byte[] bytes = new byte[0];
    private int position;

    /** Begins to read at {@code start}. */
    void reset(byte[] value, int start) {
        bytes = value;
        position = start;
    }

    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return bytes[take(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("an int of more than 32 bits at byte " + position);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[take(1)];
            raw |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new AvroRuntimeException("a number of more than 64 bits at byte " + position);
    }

    @Override
    public float readFloat() throws IOException {
        int at = take(Float.BYTES);
        return Float.intBitsToFloat((int) littleEndian(at, Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        int at = take(Double.BYTES);
        return Double.longBitsToDouble(littleEndian(at, Double.BYTES));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int length = length();
        int at = take(length);
        byte[] text = new byte[length];
        System.arraycopy(bytes, at, text, 0, length);
        return new Utf8(text);
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = length();
        byte[] copy = new byte[length];
        readFixed(copy, 0, length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        take(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return blockCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return blockCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return blockCount();
    }

    @Override
    public long mapNext() throws IOException {
        return blockCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /** Items of a block; a negative count comes with the block's size in bytes. */
    private long blockCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        // An item may take no byte (a null), yet nobody sends more of those than this.
        if (count < 0 || count > remaining() + 1024L) {
            throw new EOFException("a block of " + count + " items, where " + remaining() + " bytes are left");
        }
        return count;
    }

    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            take(length());
            count = readLong();
        }
        return count;
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException("a length of " + length + " bytes, where " + remaining() + " are left");
        }
        return (int) length;
    }

    /** Moves on by {@code length}, and answers where it was. */
    private int take(int length) throws IOException {
        if (length > bytes.length - position) {
            throw new EOFException("the value ends at byte " + bytes.length + ", in the middle of a field");
        }
        int at = position;
        position += length;
        return at;
    }

    private long littleEndian(int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xffL);
        }
        return value;
    }
}
