/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;

/**
 * Walks the records of an uncompressed batch in place: no object per record, no copy. Each record's bounds, field
 * lengths and header count are checked on the way.
 *
 * <p>Source: Kafka documentation, "Record". Not thread-safe.
 */
final class RecordCursor {
    private final ByteBuffer bytes;
    private final int limit;
    private int position;
    private long timestampDelta;
    private int offsetDelta;
    private int keyPosition;
    private int keyLength;
    private int valuePosition;
    private int valueLength;

    RecordCursor(ByteBuffer bytes, int from, int limit) {
        this.bytes = bytes;
        this.position = from;
        this.limit = limit;
    }

    /** Steps over the next record, after which the accessors speak of it. */
    void next() {
        int length = varint(limit);
        int end = position + length;
        if (length < 0 || end < position || end > limit) {
            throw malformed("a record of " + length + " bytes runs over the end of its batch");
        }
        skip(1, end); // attributes: unused
        timestampDelta = varlong(end);
        offsetDelta = varint(end);
        keyLength = varint(end);
        keyPosition = position;
        skip(Math.max(keyLength, 0), end);
        valueLength = varint(end);
        valuePosition = position;
        skip(Math.max(valueLength, 0), end);
        headers(varint(end), end);
        if (position != end) {
            throw malformed("a record says it has " + length + " bytes but its fields end " + (end - position)
                    + " bytes earlier");
        }
    }

    boolean atEnd() {
        return position == limit;
    }

    long timestampDelta() {
        return timestampDelta;
    }

    int offsetDelta() {
        return offsetDelta;
    }

    boolean hasKey() {
        return keyLength >= 0;
    }

    int keyLength() {
        return keyLength;
    }

    int keyPosition() {
        return keyPosition;
    }

    int valueLength() {
        return valueLength;
    }

    int valuePosition() {
        return valuePosition;
    }

    private void headers(int count, int end) {
        if (count < 0) {
            throw malformed("a record has " + count + " headers");
        }
        for (int i = 0; i < count; i++) {
            int nameLength = varint(end);
            if (nameLength < 0) {
                throw malformed("a record's header has no name");
            }
            skip(nameLength, end);
            skip(Math.max(varint(end), 0), end);
        }
    }

    private void skip(int count, int end) {
        if (count > end - position) {
            throw malformed("a field of " + count + " bytes runs over the end of its record");
        }
        position += count;
    }

    private int varint(int end) {
        if (position < end) { // most numbers have one byte, and there are six and more a record
            byte b = bytes.get(position);
            if (b >= 0) {
                position++;
                return (b >>> 1) ^ -(b & 1);
            }
        }
        long value = varlong(end);
        if (value != (int) value) {
            throw malformed("a length or delta does not fit 32 bits");
        }
        return (int) value;
    }

    private long varlong(int end) {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw malformed("a number runs over the end of its record");
            }
            byte b = bytes.get(position++);
            raw |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return (raw >>> 1) ^ -(raw & 1); // zigzag
            }
        }
        throw malformed("a number has more than ten bytes");
    }

    private static InvalidRecordException malformed(String what) {
        return new InvalidRecordException("Malformed record batch: " + what);
    }
}
