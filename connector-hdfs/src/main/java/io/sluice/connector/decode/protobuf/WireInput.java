/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.WireFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.util.Utf8;

/**
 * Protobuf's wire format, read from an array: no copy between it and the row, and no length believed before the bytes
 * are seen to be there. Reused from value to value; not thread-safe.
 */
final class WireInput {

    /** Deeper groups inside unknown fields are an attack, not data. */
    private static final int MAX_UNKNOWN_GROUPS = 100;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int position;
    private int limit;

    /** Begins to read at {@code start}. */
    void reset(byte[] value, int start) {
        bytes = value;
        position = start;
        limit = value.length;
    }

    /** Whether the message that was entered last ends here. */
    boolean atEnd() {
        return position == limit;
    }

    /** A field number and wire type. */
    int tag() {
        long tag = varint();
        if (tag >>> Integer.SIZE != 0 || WireFormat.getTagFieldNumber((int) tag) == 0) {
            throw new WireFault(
                    "expected a field number, found " + Long.toUnsignedString(tag >>> 3) + ", before byte " + position);
        }
        return (int) tag;
    }

    long varint() {
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[take(1)];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new WireFault("expected a number, found more than 10 bytes of one, before byte " + position);
    }

    /** Of 32 bits; more are cut off, as every reader of Protobuf does. */
    int varint32() {
        return (int) varint();
    }

    int fixed32() {
        return (int) INTS.get(bytes, take(Integer.BYTES));
    }

    long fixed64() {
        return (long) LONGS.get(bytes, take(Long.BYTES));
    }

    /** Begins to read what has a length before it; what it answers is for {@link #leave}. */
    int enter() {
        int length = length();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    void leave(int outer) {
        limit = outer;
    }

    byte[] slice() {
        int length = length();
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(slice());
    }

    /** Text, known to be UTF-8. */
    Utf8 text() {
        byte[] text = slice();
        requireUtf8(text);
        return new Utf8(text);
    }

    private static void requireUtf8(byte[] text) {
        int at = 0;
        while (at < text.length && text[at] >= 0) {
            at++;
        }
        // A replacement character is there if the bytes are wrong, or if somebody sent it.
        if (at < text.length && new String(text, StandardCharsets.UTF_8).indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            } catch (CharacterCodingException e) {
                throw new WireFault("expected a string in UTF-8, found other bytes");
            }
        }
    }

    int position() {
        return position;
    }

    /** Passes over a field that the plan does not know. */
    void skip(int tag) {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> varint();
            case WireFormat.WIRETYPE_FIXED32 -> take(Integer.BYTES);
            case WireFormat.WIRETYPE_FIXED64 -> take(Long.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> take(length());
            case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag), depth);
            default ->
                throw new WireFault("wire type " + WireFormat.getTagWireType(tag) + " of field number "
                        + WireFormat.getTagFieldNumber(tag) + " is none, before byte " + position);
        }
    }

    private void skipGroup(int number, int depth) {
        if (depth == MAX_UNKNOWN_GROUPS) {
            throw new WireFault("unknown groups more than " + MAX_UNKNOWN_GROUPS + " deep");
        }
        while (true) {
            int tag = tag();
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP) {
                if (WireFormat.getTagFieldNumber(tag) != number) {
                    throw new WireFault("the end of a group that did not begin, before byte " + position);
                }
                return;
            }
            skip(tag, depth + 1);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw new WireFault("cut off: a length of " + Long.toUnsignedString(length) + " bytes where "
                    + (limit - position) + " are left, before byte " + position);
        }
        return (int) length;
    }

    /** Moves on by {@code length}, and answers where it was. */
    private int take(int length) {
        if (length > limit - position) {
            throw new WireFault("cut off: the value ends at byte " + limit + ", in the middle of a field");
        }
        int at = position;
        position += length;
        return at;
    }
}
