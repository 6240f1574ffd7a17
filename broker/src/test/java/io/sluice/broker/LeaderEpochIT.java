/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.broker.config.BrokerConfig;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leader epochs over the wire: a broker that was not stopped in order begins a new one, and a consumer asks where the
 * one it knows has ended (KIP-320).
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LeaderEpochIT {
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final int FIRST_EPOCH_ENDS_AT = 10;
    private static final int END = 15;
    private static final short VERSION = 4;

    @TempDir
    static Path temporary;

    private static Broker broker;

    @BeforeAll
    static void startAgainAfterACrash() throws Exception {
        Path crashed = temporary.resolve("crashed");
        try (Broker first = Broker.start(config(temporary.resolve("running")))) {
            produce(first, 0, FIRST_EPOCH_ENDS_AT);
            copy(temporary.resolve("running"), crashed);
        }
        broker = Broker.start(config(crashed));
        produce(broker, FIRST_EPOCH_ENDS_AT, END);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static BrokerConfig config(Path dir) {
        return BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dir", dir.toString()));
    }

    private static void produce(Broker to, int from, int until) throws Exception {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", to.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < until; i++) {
                producer.send(new ProducerRecord<>(EVENTS.topic(), 0, null, "value " + i))
                        .get();
            }
        }
    }

    /** What a power cut leaves: all of it was acknowledged, and so is on the disk. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    @Test
    void aConsumerGoesOnWhereTheEpochItKnowsHasEnded() {
        try (Consumer<String, String> consumer = consumer()) {
            consumer.seek(EVENTS, new OffsetAndMetadata(FIRST_EPOCH_ENDS_AT, Optional.of(0), ""));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < END - FIRST_EPOCH_ENDS_AT) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            assertThat(records)
                    .extracting(ConsumerRecord::value)
                    .containsExactly("value 10", "value 11", "value 12", "value 13", "value 14");
            assertThat(records)
                    .extracting(ConsumerRecord::leaderEpoch)
                    .as("who was there since an unclean start")
                    .containsOnly(Optional.of(1));
        }
    }

    @Test
    void aConsumerHearsThatWhatItReadInAnEpochIsNotThereAnyMore() {
        try (Consumer<String, String> consumer = consumer()) {
            consumer.seek(EVENTS, new OffsetAndMetadata(FIRST_EPOCH_ENDS_AT + 2, Optional.of(0), ""));
            LogTruncationException truncated = catchThrowableOfType(LogTruncationException.class, () -> {
                while (true) {
                    consumer.poll(Duration.ofSeconds(1));
                }
            });
            assertThat(truncated.divergentOffsets())
                    .containsExactly(Map.entry(EVENTS, new OffsetAndMetadata(FIRST_EPOCH_ENDS_AT, Optional.of(0), "")));
        }
    }

    @Test
    void eachEpochHasItsEnd() throws IOException {
        assertThat(ask(0, 1)).extracting(EpochEndOffset::leaderEpoch).isEqualTo(0);
        assertThat(ask(0, 1)).extracting(EpochEndOffset::endOffset).isEqualTo((long) FIRST_EPOCH_ENDS_AT);
        assertThat(ask(1, 1)).extracting(EpochEndOffset::endOffset).isEqualTo((long) END);
        assertThat(ask(2, 1))
                .as("an epoch that has not been")
                .extracting(EpochEndOffset::endOffset)
                .isEqualTo(-1L);
    }

    @Test
    void whoKnowsAnotherLeaderIsToldSo() throws IOException {
        assertThat(Errors.forCode(ask(0, 0).errorCode())).isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(Errors.forCode(ask(0, 2).errorCode())).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(Errors.forCode(ask(0, -1).errorCode())).isEqualTo(Errors.NONE);
    }

    private static Consumer<String, String> consumer() {
        Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "none"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(List.of(EVENTS));
        return consumer;
    }

    private static EpochEndOffset ask(int epoch, int currentEpoch) throws IOException {
        OffsetForLeaderTopicCollection topics = new OffsetForLeaderTopicCollection();
        topics.add(new OffsetForLeaderTopic()
                .setTopic(EVENTS.topic())
                .setPartitions(List.of(new OffsetForLeaderPartition()
                        .setPartition(EVENTS.partition())
                        .setLeaderEpoch(epoch)
                        .setCurrentLeaderEpoch(currentEpoch))));
        OffsetsForLeaderEpochRequest request =
                OffsetsForLeaderEpochRequest.Builder.forConsumer(topics).build(VERSION);
        ByteBuffer bytes =
                request.serializeWithHeader(new RequestHeader(ApiKeys.OFFSET_FOR_LEADER_EPOCH, VERSION, "test", 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.boundPort())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            ResponseHeader.parse(answer, ApiKeys.OFFSET_FOR_LEADER_EPOCH.responseHeaderVersion(VERSION));
            return OffsetsForLeaderEpochResponse.parse(new ByteBufferAccessor(answer), VERSION)
                    .data()
                    .topics()
                    .find(EVENTS.topic())
                    .partitions()
                    .get(0);
        }
    }
}
