/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.config.BrokerConfig;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger, a fuzzer or a broken client can send: each gets its answer, and nobody else notices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BadInputIT {
    private static final short PRODUCE_VERSION = 12;
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    @TempDir
    static Path dir;

    private static Broker broker;
    private static Producer<String, String> wellBehaved;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(BrokerConfig.of(Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:0",
                "log.dir",
                dir.toString(),
                "message.max.bytes",
                "10000",
                "socket.request.max.bytes",
                Integer.toString(MAX_REQUEST_BYTES))));
        wellBehaved = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
        wellBehaved.send(new ProducerRecord<>("topic", "before")).get();
    }

    @AfterAll
    static void stopBroker() {
        wellBehaved.close();
        broker.close();
    }

    @AfterEach
    void everyOtherClientGoesOn() throws Exception {
        assertThat(wellBehaved
                        .send(new ProducerRecord<>("topic", "after"))
                        .get()
                        .offset())
                .isPositive();
    }

    @Test
    void aWebBrowser() throws Exception {
        assertThatConnectionIsClosedAfter("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    }

    @Test
    void aNegativeLength() throws Exception {
        assertThatConnectionIsClosedAfter(ByteBuffer.allocate(4).putInt(-7).array());
    }

    @Test
    void aLengthBeyondTheLimit() throws Exception {
        assertThatConnectionIsClosedAfter(
                ByteBuffer.allocate(4).putInt(MAX_REQUEST_BYTES + 1).array());
    }

    @Test
    void aFrameOfGarbage() throws Exception {
        assertThatConnectionIsClosedAfter(ByteBuffer.allocate(104)
                .putInt(100)
                .put(new byte[100])
                .putInt(4, 0x7fff7fff)
                .array());
    }

    @Test
    void anUnknownApi() throws Exception {
        ByteBuffer request = serialize(produce("topic", records(1)));
        request.putShort(0, (short) 5000);

        assertThatConnectionIsClosedAfter(framed(request));
    }

    @Test
    void anUnknownVersion() throws Exception {
        ByteBuffer request = serialize(produce("topic", records(1)));
        request.putShort(2, (short) 98);

        assertThatConnectionIsClosedAfter(framed(request));
    }

    @Test
    void aBatchWithAWrongChecksum() throws Exception {
        MemoryRecords records = records(100);
        ByteBuffer bytes = records.buffer();
        bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));

        assertThat(sendProduce("topic", records).errorCode()).isEqualTo(Errors.CORRUPT_MESSAGE.code());
    }

    @Test
    void aBatchThatIsTooLarge() throws Exception {
        assertThat(sendProduce("topic", records(20_000)).errorCode()).isEqualTo(Errors.MESSAGE_TOO_LARGE.code());
    }

    @Test
    void aBatchCutShort() throws Exception {
        MemoryRecords records = records(100);
        ByteBuffer bytes = records.buffer();

        PartitionProduceResponse answer =
                sendProduce("topic", MemoryRecords.readableRecords(bytes.limit(bytes.limit() - 10)));

        assertThat(answer.errorCode()).isNotEqualTo(Errors.NONE.code());
    }

    @Test
    void noBatchAtAll() throws Exception {
        assertThat(sendProduce("topic", MemoryRecords.EMPTY).errorCode()).isNotEqualTo(Errors.NONE.code());
    }

    @Test
    void aTopicThatIsNone() throws Exception {
        assertThat(sendProduce("nowhere", records(1)).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(sendProduce("../../etc/passwd", records(1)).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void aFetchBeyondTheEnd() throws Exception {
        assertThat(sendFetch(partition -> partition.setFetchOffset(1_000_000)).errorCode())
                .isEqualTo(Errors.OFFSET_OUT_OF_RANGE.code());
        assertThat(sendFetch(partition -> partition.setFetchOffset(-5)).errorCode())
                .isEqualTo(Errors.OFFSET_OUT_OF_RANGE.code());
    }

    @Test
    void aFetchOfAPartitionThatIsNone() throws Exception {
        assertThat(sendFetch(partition -> partition.setPartition(9)).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(sendFetch(partition -> partition.setPartition(-1)).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void anEpochThatIsNotNow() throws Exception {
        assertThat(sendFetch(partition -> partition.setCurrentLeaderEpoch(1_000))
                        .errorCode())
                .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH.code());
    }

    private static MemoryRecords records(int bytes) {
        return MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[bytes]));
    }

    private static AbstractRequest produce(String topic, MemoryRecords records) {
        ProduceRequestData data = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1000);
        data.topicData()
                .add(new TopicProduceData()
                        .setName(topic)
                        .setPartitionData(List.of(new PartitionProduceData().setRecords(records))));
        return new ProduceRequest(data, PRODUCE_VERSION);
    }

    private static PartitionProduceResponse sendProduce(String topic, MemoryRecords records) throws IOException {
        ByteBuffer answer = send(produce(topic, records));
        return ProduceResponse.parse(new ByteBufferAccessor(answer), PRODUCE_VERSION)
                .data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0);
    }

    private static FetchResponseData.PartitionData sendFetch(Consumer<FetchRequestData.FetchPartition> change)
            throws IOException {
        FetchRequestData.FetchPartition partition = new FetchRequestData.FetchPartition().setPartitionMaxBytes(1000);
        change.accept(partition);
        ByteBuffer answer = send(new FetchRequest(
                new FetchRequestData()
                        .setMaxWaitMs(60_000)
                        .setMinBytes(1)
                        .setMaxBytes(1000)
                        .setTopics(List.of(new FetchRequestData.FetchTopic()
                                .setTopic("topic")
                                .setPartitions(List.of(partition)))),
                (short) 12));
        return FetchResponse.parse(new ByteBufferAccessor(answer), (short) 12)
                .data()
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    private static ByteBuffer serialize(AbstractRequest request) {
        return request.serializeWithHeader(new RequestHeader(request.apiKey(), request.version(), "stranger", 1));
    }

    private static byte[] framed(ByteBuffer request) {
        return ByteBuffer.allocate(4 + request.remaining())
                .putInt(request.remaining())
                .put(request)
                .array();
    }

    /** The body of the answer. */
    private static ByteBuffer send(AbstractRequest request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.boundPort())) {
            new DataOutputStream(socket.getOutputStream()).write(framed(serialize(request)));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            ApiKeys api = request.apiKey();
            ResponseHeader header = ResponseHeader.parse(answer, api.responseHeaderVersion(request.version()));
            assertThat(header.correlationId()).isEqualTo(1);
            return answer;
        }
    }

    private static void assertThatConnectionIsClosedAfter(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.boundPort())) {
            socket.getOutputStream().write(bytes);
            assertThat(readToEnd(socket)).isEqualTo(-1);
        }
    }

    private static int readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (EOFException | SocketException closedWithBytesUnread) {
            return -1;
        }
    }
}
