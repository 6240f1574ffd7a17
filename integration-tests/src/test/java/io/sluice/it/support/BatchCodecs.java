/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** How the batches of a partition are compressed: what a consumer does not tell. */
public final class BatchCodecs {

    // The last version that names topics
    private static final short VERSION = 12;

    private BatchCodecs() {}

    /** The codecs of the batches in the first megabyte of partition 0. */
    public static Set<CompressionType> of(String bootstrapServers, String topic) throws IOException {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<TopicPartition, FetchRequest.PartitionData> wanted = new LinkedHashMap<>();
        wanted.put(partition, new FetchRequest.PartitionData(Uuid.ZERO_UUID, 0, 0, 1 << 20, Optional.empty()));
        FetchRequest request = FetchRequest.Builder.forConsumer(VERSION, 1000, 1, wanted)
                .setMaxBytes(1 << 20)
                .build(VERSION);
        RequestHeader header = new RequestHeader(ApiKeys.FETCH, VERSION, "batch-codecs", 1);
        FetchResponse response = FetchResponse.parse(
                new ByteBufferAccessor(exchange(bootstrapServers, request.serializeWithHeader(header), header)),
                VERSION);
        Set<CompressionType> codecs = EnumSet.noneOf(CompressionType.class);
        response.data()
                .responses()
                .forEach(t -> t.partitions().forEach(p -> {
                    MemoryRecords records = (MemoryRecords) FetchResponse.recordsOrFail(p);
                    for (RecordBatch batch : records.batches()) {
                        codecs.add(batch.compressionType());
                    }
                }));
        return codecs;
    }

    private static ByteBuffer exchange(String bootstrapServers, ByteBuffer request, RequestHeader header)
            throws IOException {
        int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(4).putInt(request.remaining()).array());
            out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteBuffer response = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            ResponseHeader.parse(response, header.apiKey().responseHeaderVersion(VERSION));
            return response;
        }
    }
}
