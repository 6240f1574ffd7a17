/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.FetchedRecords;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pipeline of a connection without its socket; the answers of the handlers are in the hands of the test. */
class RequestDispatcherTest {
    private final RequestMemory memory = new RequestMemory(1 << 20);
    private final Pending<MetadataRequestData> metadata = new Pending<>(ApiKeys.METADATA);
    private final Pending<ProduceRequestData> produce = new Pending<>(ApiKeys.PRODUCE);
    private final Pending<FetchRequestData> fetch = new Pending<>(ApiKeys.FETCH);
    private final EmbeddedChannel channel = channel(new ApiRegistry(List.of(metadata, produce, fetch)));

    /** Handles by leaving the answers to the test. */
    private static final class Pending<Q extends ApiMessage> implements ApiHandler<Q> {
        private final ApiKeys api;
        private final Queue<CompletableFuture<ApiMessage>> answers = new ArrayDeque<>();
        private final List<Q> requests = new ArrayList<>();

        Pending(ApiKeys api) {
            this.api = api;
        }

        @Override
        public ApiKeys api() {
            return api;
        }

        @Override
        public CompletableFuture<ApiMessage> handle(RequestContext context, Q request) {
            CompletableFuture<ApiMessage> answer = new CompletableFuture<>();
            requests.add(request);
            answers.add(answer);
            return answer;
        }
    }

    private EmbeddedChannel channel(ApiRegistry apis) {
        FrameDecoder frames = new FrameDecoder(1 << 20, memory);
        EmbeddedChannel connection = new EmbeddedChannel() {
            @Override
            protected SocketAddress localAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);
            }

            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
            }
        };
        connection.pipeline().addLast(frames, new RequestDispatcher("PLAINTEXT", apis, memory, frames));
        return connection;
    }

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        channel.finishAndReleaseAll();
        produce.answers.forEach(answer -> answer.complete(null));
        channel.runPendingTasks();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void answersLeaveInTheOrderOfTheRequests() {
        send(1, metadataRequest());
        send(2, metadataRequest());
        CompletableFuture<ApiMessage> first = metadata.answers.remove();
        CompletableFuture<ApiMessage> second = metadata.answers.remove();

        second.complete(new MetadataResponseData().setClusterId("second"));
        assertThat(channel.outboundMessages()).isEmpty();
        first.complete(new MetadataResponseData().setClusterId("first"));

        assertThat(receiveMetadata(1).clusterId()).isEqualTo("first");
        assertThat(receiveMetadata(2).clusterId()).isEqualTo("second");
    }

    @Test
    void aHandlersErrorBecomesTheErrorOfItsApi() {
        send(1, metadataRequest());

        metadata.answers.remove().completeExceptionally(new PolicyViolationException("no"));

        assertThat(receiveMetadata(1).topics().iterator().next().errorCode()).isEqualTo(Errors.POLICY_VIOLATION.code());
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aRequestThatOneRunsOutOfMemoryOverIsAnsweredAndGivesItsShareBack() {
        channel.finishAndReleaseAll();
        EmbeddedChannel poor = channel(new ApiRegistry(List.of(new ApiHandler<ProduceRequestData>() {
            @Override
            public ApiKeys api() {
                return ApiKeys.PRODUCE;
            }

            @Override
            public CompletableFuture<ApiMessage> handle(RequestContext context, ProduceRequestData request) {
                throw new InternalError("on purpose");
            }
        })));

        poor.writeInbound(framed(produceRequest((short) -1)
                .serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, (short) 12, "client", 1))));

        assertThat(poor.outboundMessages()).isNotEmpty();
        assertThat(poor.isOpen()).isTrue();
        assertThat(memory.usedBytes()).isZero();
        poor.finishAndReleaseAll();
    }

    @Test
    void anApiVersionsRequestFromTheFutureIsAnsweredInVersionZero() {
        RequestHeader header = new RequestHeader(ApiKeys.API_VERSIONS, (short) 4, "client", 7);
        ByteBuffer request =
                new ApiVersionsRequest(new ApiVersionsRequestData(), (short) 4).serializeWithHeader(header);
        request.putShort(2, (short) 99);

        channel.writeInbound(framed(request));

        ByteBuffer answer = receive();
        assertThat(ResponseHeader.parse(answer, (short) 0).correlationId()).isEqualTo(7);
        ApiVersionsResponse response = ApiVersionsResponse.parse(new ByteBufferAccessor(answer), (short) 0);
        assertThat(response.data().errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(response.apiVersion(ApiKeys.API_VERSIONS.id).maxVersion()).isEqualTo((short) 4);
    }

    @Test
    void anUnknownVersionOfAnotherApiClosesTheConnection() {
        ByteBuffer request =
                metadataRequest().serializeWithHeader(new RequestHeader(ApiKeys.METADATA, (short) 12, "client", 1));
        request.putShort(2, (short) 99);

        channel.writeInbound(framed(request));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anUnknownApiClosesTheConnection() {
        ByteBuffer request =
                metadataRequest().serializeWithHeader(new RequestHeader(ApiKeys.METADATA, (short) 12, "client", 1));
        request.putShort(0, (short) 999);

        channel.writeInbound(framed(request));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void garbageClosesTheConnection() {
        channel.writeInbound(framed(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(ISO_8859_1))));

        assertThat(channel.isOpen()).isFalse();
        assertThat(metadata.requests).isEmpty();
    }

    @Test
    void aProduceThatWantsNoAnswerTakesNoTurn() {
        send(1, produceRequest((short) 0));
        send(2, metadataRequest());

        metadata.answers.remove().complete(new MetadataResponseData().setClusterId("here"));

        assertThat(receiveMetadata(2).clusterId()).isEqualTo("here");
        produce.answers.remove().complete(null);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void aFailedProduceThatWantsNoAnswerClosesTheConnection() {
        send(1, produceRequest((short) 0));

        produce.answers.remove().completeExceptionally(Errors.UNKNOWN_TOPIC_OR_PARTITION.exception());

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theMemoryOfAProduceIsHeldUntilItIsAnsweredThoughTheConnectionIsGone() {
        send(1, produceRequest((short) -1));
        assertThat(memory.usedBytes()).isPositive();

        channel.close().syncUninterruptibly();
        assertThat(memory.usedBytes()).isPositive();
        CompletableFuture<ApiMessage> answer = produce.answers.remove();
        assertThat(answer).isNotDone();

        answer.complete(new ProduceResponseData());
        channel.runPendingTasks();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsCancelled() {
        send(1, fetchRequest());
        CompletableFuture<ApiMessage> waiting = fetch.answers.remove();

        channel.close().syncUninterruptibly();

        assertThat(waiting).isCancelled();
    }

    @Test
    void fetchedRecordsAreReleasedWhenTheyAreSent() {
        Counted records = new Counted("some bytes");
        send(1, fetchRequest());

        fetch.answers.remove().complete(fetched(records));

        assertThat(new String(receive().array(), ISO_8859_1)).contains("some bytes");
        assertThat(records.released).isEqualTo(1);
    }

    @Test
    void fetchedRecordsAreReleasedWhenTheirTurnNeverComes() {
        Counted records = new Counted("some bytes");
        send(1, metadataRequest());
        send(2, fetchRequest());
        fetch.answers.remove().complete(fetched(records));
        assertThat(records.released).isZero();

        channel.close().syncUninterruptibly();

        assertThat(records.released).isEqualTo(1);
    }

    @Test
    void fetchedRecordsThatComeTooLateAreReleased() {
        Counted records = new Counted("some bytes");
        send(1, produceRequest((short) -1));
        CompletableFuture<ApiMessage> answer = produce.answers.remove();
        channel.close().syncUninterruptibly();

        answer.complete(fetched(records));

        assertThat(records.released).isEqualTo(1);
    }

    @Test
    void aConnectionWithTooMuchUnderWayIsNotReadFrom() {
        int correlation = 0;
        while (channel.config().isAutoRead()) {
            send(++correlation, metadataRequest());
        }
        assertThat(correlation).isEqualTo(100);
        send(++correlation, metadataRequest());
        assertThat(metadata.requests).hasSize(100);

        metadata.answers.remove().complete(new MetadataResponseData());

        assertThat(metadata.requests).hasSize(101);
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    private static FetchResponseData fetched(FetchedRecords records) {
        FetchResponseData response = new FetchResponseData();
        response.responses()
                .add(new FetchResponseData.FetchableTopicResponse()
                        .setPartitions(List.of(new FetchResponseData.PartitionData().setRecords(records))));
        return response;
    }

    private static final class Counted implements FetchedRecords {
        private final byte[] bytes;
        private int released;

        Counted(String text) {
            bytes = text.getBytes(ISO_8859_1);
        }

        @Override
        public int sizeInBytes() {
            return bytes.length;
        }

        @Override
        public List<Part> parts() {
            return List.of(new MemoryPart(ByteBuffer.wrap(bytes)));
        }

        @Override
        public void release() {
            released++;
        }
    }

    private static AbstractRequest metadataRequest() {
        return new MetadataRequest(
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("t"))),
                (short) 12);
    }

    private static AbstractRequest produceRequest(short acks) {
        return new ProduceRequest(new ProduceRequestData().setAcks(acks), (short) 12);
    }

    private static AbstractRequest fetchRequest() {
        return new FetchRequest(new FetchRequestData(), (short) 16);
    }

    private void send(int correlation, AbstractRequest request) {
        channel.writeInbound(framed(request.serializeWithHeader(
                new RequestHeader(request.apiKey(), request.version(), "client", correlation))));
    }

    private static ByteBuf framed(ByteBuffer bytes) {
        return Unpooled.buffer().writeInt(bytes.remaining()).writeBytes(bytes.duplicate());
    }

    /** The next answer without its length, which is checked. */
    private ByteBuffer receive() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            all.writeBytes(piece);
            piece.release();
            if (all.getInt(0) == all.readableBytes() - Integer.BYTES) {
                byte[] body = new byte[all.getInt(0)];
                all.getBytes(Integer.BYTES, body);
                return ByteBuffer.wrap(body);
            }
        }
        throw new AssertionError("no whole answer, but " + all);
    }

    private MetadataResponseData receiveMetadata(int correlation) {
        ByteBuffer answer = receive();
        assertThat(ResponseHeader.parse(answer, (short) 1).correlationId()).isEqualTo(correlation);
        return MetadataResponse.parse(new ByteBufferAccessor(answer), (short) 12)
                .data();
    }
}
