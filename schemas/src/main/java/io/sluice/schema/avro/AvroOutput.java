/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.util.Utf8;

/** Avro's binary encoding, written to an array that grows and is used again. Not thread-safe. */
public final class AvroOutput {

    private static final int MAX_LONG_BYTES = 10;
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[512];
    private int length;

    /** What has been written since {@link #clear}; valid until something else is. */
    public ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** The same, in an array of its own. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
    }

    public void writeLong(long value) {
        int at = reserve(MAX_LONG_BYTES);
        long raw = (value << 1) ^ (value >> 63);
        if ((raw & ~0x7FL) == 0) {
            bytes[at] = (byte) raw;
            length = at + 1;
            return;
        }
        while ((raw & ~0x7FL) != 0) {
            bytes[at++] = (byte) (raw | 0x80);
            raw >>>= 7;
        }
        bytes[at++] = (byte) raw;
        length = at;
    }

    public void writeBoolean(boolean value) {
        int at = reserve(1);
        bytes[at] = (byte) (value ? 1 : 0);
        length = at + 1;
    }

    public void writeFloat(float value) {
        int at = reserve(Float.BYTES);
        FLOATS.set(bytes, at, value);
        length = at + Float.BYTES;
    }

    public void writeDouble(double value) {
        int at = reserve(Double.BYTES);
        DOUBLES.set(bytes, at, value);
        length = at + Double.BYTES;
    }

    /** Its length, and it. */
    public void writeString(CharSequence text) {
        Utf8 utf8 = text instanceof Utf8 already ? already : new Utf8(text.toString());
        writeLong(utf8.getByteLength());
        writeFixed(utf8.getBytes(), utf8.getByteLength());
    }

    void writeBytes(ByteBuffer value) {
        int count = value.remaining();
        writeLong(count);
        int at = reserve(count);
        value.duplicate().get(bytes, at, count);
        length = at + count;
    }

    void writeFixed(byte[] value, int count) {
        writeBytes(value, 0, count);
    }

    /** Bytes as they are, without a length. */
    public void writeBytes(byte[] source, int from, int count) {
        int at = reserve(count);
        System.arraycopy(source, from, bytes, at, count);
        length = at + count;
    }

    private int reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, needed * 2L));
        }
        return length;
    }
}
