/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.netty.channel.FileRegion;
import io.sluice.broker.log.FetchedRecords;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Brings a read of the log into one buffer, for those who want to look at the records instead of sending them. */
final class FetchedBytes {

    private FetchedBytes() {}

    /** A copy, ready to read, that stays valid after {@code records} is released. */
    static ByteBuffer copy(FetchedRecords records) {
        ByteBuffer target = ByteBuffer.allocate(records.sizeInBytes());
        for (FetchedRecords.Part part : records.parts()) {
            part.match(memory -> target.put(memory.bytes().duplicate()), file -> transfer(file.region(), target));
        }
        return target.flip();
    }

    private static void transfer(FileRegion region, ByteBuffer target) {
        WritableByteChannel channel = new BufferChannel(target);
        try {
            for (long done = 0; done < region.count(); ) {
                long moved = region.transferTo(channel, done);
                if (moved <= 0) {
                    throw new EOFException("segment ends " + (region.count() - done) + " bytes early");
                }
                done += moved;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record BufferChannel(ByteBuffer target) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) {
            int bytes = source.remaining();
            target.put(source);
            return bytes;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
