/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCounted;
import io.sluice.broker.log.FetchedRecords;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * A response as it goes to the socket: length, header and body in one buffer, cut where record batches go in between
 * without a copy.
 *
 * <p>Whoever holds it either writes all {@link #pieces()}, each of which Netty then releases, and afterwards calls
 * {@link #releaseRecords()}; or calls {@link #discard()}.
 *
 * @param pieces {@code ByteBuf}s and {@code FileRegion}s, in order
 * @param sizeInBytes of all pieces
 * @param records the owners of the memory and files that pieces refer to
 */
public record KafkaResponse(List<ReferenceCounted> pieces, long sizeInBytes, List<FetchedRecords> records) {

    /** Encodes the answer to a request. On an exception, nothing is left to release but the records of the message. */
    public static KafkaResponse encode(KafkaRequest request, ApiMessage response, ByteBufAllocator allocator) {
        ResponseHeader header = request.header().toResponseHeader();
        ObjectSerializationCache cache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        header.data().addSize(size, cache, header.headerVersion());
        response.addSize(size, cache, request.version());

        ByteBuf buffer = allocator.ioBuffer(Integer.BYTES + size.sizeExcludingZeroCopy());
        ResponseWriter writer = new ResponseWriter(buffer);
        try {
            writer.writeInt(size.totalSize());
            header.data().write(writer, cache, header.headerVersion());
            response.write(writer, cache, request.version());
            return new KafkaResponse(writer.finish(), (long) Integer.BYTES + size.totalSize(), writer.records());
        } catch (Throwable e) {
            writer.abandon();
            throw e;
        }
    }

    /** Lets go of the records behind a response that will not be encoded. */
    public static void discard(ApiMessage response) {
        if (response instanceof FetchResponseData fetch) {
            fetch.responses()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        if (partition.records() instanceof FetchedRecords records) {
                            records.release();
                        }
                    }));
        }
    }

    /** To call when all pieces were written, or failed to. */
    public void releaseRecords() {
        records.forEach(FetchedRecords::release);
    }

    /** Instead of writing it. */
    public void discard() {
        pieces.forEach(ReferenceCounted::release);
        releaseRecords();
    }
}
