/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCounted;
import io.sluice.broker.log.FetchedRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** What the generated classes write into: one buffer for all fields, and records beside it. */
final class ResponseWriter implements Writable {
    private final ByteBuf buffer;
    private final List<ReferenceCounted> pieces = new ArrayList<>();
    private final List<FetchedRecords> records = new ArrayList<>();

    /** Takes over the buffer. */
    ResponseWriter(ByteBuf buffer) {
        this.buffer = buffer;
    }

    @Override
    public void writeRecords(BaseRecords batches) {
        if (batches.sizeInBytes() == 0) {
            if (batches instanceof FetchedRecords empty) {
                records.add(empty);
            }
        } else if (batches instanceof FetchedRecords fetched) {
            cut();
            records.add(fetched);
            for (FetchedRecords.Part part : fetched.parts()) {
                part.match(
                        memory -> pieces.add(Unpooled.wrappedBuffer(memory.bytes())),
                        file -> pieces.add(file.region().retain()));
            }
        } else if (batches instanceof MemoryRecords memory) {
            cut();
            pieces.add(Unpooled.wrappedBuffer(memory.buffer()));
        } else {
            throw new IllegalArgumentException("records of an unknown kind: " + batches.getClass());
        }
    }

    /** Turns what was written since the last cut into a piece. */
    private void cut() {
        if (buffer.isReadable()) {
            pieces.add(buffer.readRetainedSlice(buffer.readableBytes()));
        }
    }

    List<ReferenceCounted> finish() {
        cut();
        buffer.release();
        return pieces;
    }

    List<FetchedRecords> records() {
        return records;
    }

    void abandon() {
        pieces.forEach(ReferenceCounted::release);
        buffer.release();
    }

    @Override
    public void writeByte(byte value) {
        buffer.writeByte(value);
    }

    @Override
    public void writeShort(short value) {
        buffer.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        buffer.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        buffer.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        buffer.writeDouble(value);
    }

    @Override
    public void writeByteArray(byte[] bytes) {
        buffer.writeBytes(bytes);
    }

    @Override
    public void writeByteBuffer(ByteBuffer bytes) {
        buffer.writeBytes(bytes.duplicate());
    }

    @Override
    public void writeUnsignedVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        buffer.writeByte(rest);
    }

    @Override
    public void writeVarint(int value) {
        writeUnsignedVarint((value << 1) ^ (value >> 31));
    }

    @Override
    public void writeVarlong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            buffer.writeByte(((int) (rest & 0x7f)) | 0x80);
            rest >>>= 7;
        }
        buffer.writeByte((int) rest);
    }
}
