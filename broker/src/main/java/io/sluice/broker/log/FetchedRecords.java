/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import io.netty.channel.FileRegion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/**
 * Record batches on their way out, without a copy: memory that the tail cache retains, or a range of a segment file
 * for {@code sendfile}.
 *
 * <p>Passes through kafka-clients' generated Fetch classes as {@link BaseRecords}; our encoder takes the parts out
 * again. Must be released once, after the last byte left or instead.
 */
public interface FetchedRecords extends BaseRecords {

    @Override
    int sizeInBytes();

    /** The parts in order. Their sizes add up to {@link #sizeInBytes()}. */
    List<Part> parts();

    /** Lets go of the memory and file handles behind the parts. Idempotent. */
    void release();

    @Override
    default RecordsSend<? extends BaseRecords> toSend() {
        throw new IllegalStateException("written by the Netty encoder, which takes parts()");
    }

    /** A piece that one write can send. */
    sealed interface Part permits MemoryPart, FilePart {
        int sizeInBytes();

        void match(Consumer<MemoryPart> memory, Consumer<FilePart> file);
    }

    /** Bytes in memory; read-only, valid until {@link FetchedRecords#release()}. */
    record MemoryPart(ByteBuffer bytes) implements Part {
        @Override
        public int sizeInBytes() {
            return bytes.remaining();
        }

        @Override
        public void match(Consumer<MemoryPart> memory, Consumer<FilePart> file) {
            memory.accept(this);
        }
    }

    /** A range of an open segment file; the region is retained until {@link FetchedRecords#release()}. */
    record FilePart(FileRegion region) implements Part {
        @Override
        public int sizeInBytes() {
            return Math.toIntExact(region.count());
        }

        @Override
        public void match(Consumer<MemoryPart> memory, Consumer<FilePart> file) {
            file.accept(this);
        }
    }
}
