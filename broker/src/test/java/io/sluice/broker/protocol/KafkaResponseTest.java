/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import io.sluice.broker.log.FetchedRecords;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write is compared with what kafka-clients writes itself. */
class KafkaResponseTest {
    private static final int CORRELATION = 42;

    @TempDir
    Path dir;

    static Stream<Arguments> allVersions() {
        return ApiKeys.apisForListener(ListenerType.BROKER).stream()
                // Without a filter it is no request
                .filter(api -> api != ApiKeys.DESCRIBE_ACLS)
                .flatMap(api -> api.allVersions().stream().map(version -> Arguments.of(api, version)));
    }

    @ParameterizedTest
    @MethodSource("allVersions")
    void anEmptyResponseIsWrittenAsKafkaWritesIt(ApiKeys api, short version) throws Exception {
        ApiMessage response = api.messageType.newResponse();

        byte[] ours = encode(request(api, version), response);

        assertThat(ours).isEqualTo(byKafka(api, version, response));
    }

    @ParameterizedTest
    @MethodSource("fetchVersions")
    void recordsInMemoryAndInFilesAreWrittenInPlace(short version) throws Exception {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord("key".getBytes(UTF_8), "value".getBytes(UTF_8)));
        ByteBuffer bytes = records.buffer();
        Path file = Files.write(dir.resolve("segment"), array(bytes));
        FetchedRecords split = new Split(bytes.duplicate().limit(20), file, 20, bytes.remaining() - 20);

        byte[] ours = encode(request(ApiKeys.FETCH, version), fetched(split, MemoryRecords.EMPTY, split));

        assertThat(ours).isEqualTo(byKafka(ApiKeys.FETCH, version, fetched(records, MemoryRecords.EMPTY, records)));
    }

    static Stream<Short> fetchVersions() {
        return ApiKeys.FETCH.allVersions().stream();
    }

    @Test
    void anUnusedResponseGivesBackAllItHolds() throws Exception {
        Path file = Files.write(dir.resolve("segment"), new byte[10]);
        Split records = new Split(ByteBuffer.wrap(new byte[10]), file, 0, 10);
        KafkaResponse response = KafkaResponse.encode(
                request(ApiKeys.FETCH, (short) 12), fetched(records), UnpooledByteBufAllocator.DEFAULT);

        response.discard();

        assertThat(response.pieces())
                .allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
        assertThat(records.region.refCnt()).isZero();
    }

    @Test
    void aRequestThatEndsTooEarlyIsRefused() {
        RequestHeader header = new RequestHeader(ApiKeys.FETCH, (short) 12, "me", CORRELATION);
        ByteBuffer whole = new FetchRequest(new FetchRequestData(), (short) 12).serializeWithHeader(header);
        for (int length = 0; length < whole.remaining(); length++) {
            ByteBuf cut = Unpooled.wrappedBuffer(array(whole), 0, length);
            assertThatThrownBy(() -> KafkaRequest.parse(cut)).isInstanceOf(InvalidRequestException.class);
        }
    }

    private static FetchResponseData fetched(BaseRecords... records) {
        FetchResponseData.FetchableTopicResponse topic =
                new FetchResponseData.FetchableTopicResponse().setTopic("topic").setTopicId(new Uuid(1, 2));
        for (BaseRecords each : records) {
            topic.partitions()
                    .add(new FetchResponseData.PartitionData()
                            .setHighWatermark(7)
                            .setRecords(each));
        }
        return new FetchResponseData().setResponses(List.of(topic));
    }

    private static KafkaRequest request(ApiKeys api, short version) {
        short headerVersion = api.requestHeaderVersion(version);
        ByteBuffer header = MessageUtil.toByteBufferAccessor(
                        new RequestHeaderData()
                                .setRequestApiKey(api.id)
                                .setRequestApiVersion(version)
                                .setCorrelationId(CORRELATION)
                                .setClientId("me"),
                        headerVersion)
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(api.messageType.newRequest(), version)
                .buffer();
        return KafkaRequest.parse(Unpooled.copiedBuffer(header, body));
    }

    private static byte[] encode(KafkaRequest request, ApiMessage message) throws Exception {
        KafkaResponse response = KafkaResponse.encode(request, message, UnpooledByteBufAllocator.DEFAULT);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ReferenceCounted piece : response.pieces()) {
            if (piece instanceof ByteBuf bytes) {
                all.writeBytes(ByteBufUtil.getBytes(bytes));
            } else {
                ((FileRegion) piece).transferTo(Channels.newChannel(all), 0);
            }
            piece.release();
        }
        response.releaseRecords();
        assertThat(all.size()).isEqualTo(response.sizeInBytes());
        return all.toByteArray();
    }

    private static byte[] byKafka(ApiKeys api, short version, ApiMessage response) {
        ByteBuffer header = MessageUtil.toByteBufferAccessor(
                        new ResponseHeaderData().setCorrelationId(CORRELATION), api.responseHeaderVersion(version))
                .buffer();
        ByteBufferAccessor body = MessageUtil.toByteBufferAccessor(response, version);
        int size = header.remaining() + body.buffer().remaining();
        return array(ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .put(header)
                .put(body.buffer())
                .flip());
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    /** Its first bytes in memory, the rest in a file. */
    private static final class Split implements FetchedRecords {
        private final ByteBuffer head;
        private final FileRegion region;

        Split(ByteBuffer head, Path file, long position, int count) throws Exception {
            this.head = head;
            this.region = new DefaultFileRegion(FileChannel.open(file, StandardOpenOption.READ), position, count);
        }

        @Override
        public int sizeInBytes() {
            return head.remaining() + (int) region.count();
        }

        @Override
        public List<Part> parts() {
            return List.of(new MemoryPart(head), new FilePart(region));
        }

        @Override
        public void release() {
            if (region.refCnt() > 0) {
                region.release();
            }
        }
    }
}
