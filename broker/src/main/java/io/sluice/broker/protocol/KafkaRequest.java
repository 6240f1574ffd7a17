/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request, parsed. Immutable, except that the records of a Produce request are slices of the frame it was parsed
 * from: the frame must outlive them. Everything else was copied out of the frame.
 */
public final class KafkaRequest {
    private final RequestHeader header;
    private final AbstractRequest body;

    private KafkaRequest(RequestHeader header, AbstractRequest body) {
        this.header = header;
        this.body = body;
    }

    /**
     * Parses a frame without its length prefix.
     *
     * <p>ApiVersions of an unknown version parses as version 0 with {@link #hasUnknownVersion()}, because clients
     * probe for the broker's range that way (KIP-511). An unknown API, any other unknown version and bytes that do not
     * follow the schema are an error, and the connection has to be closed: nobody knows what the client expects.
     *
     * @param frame contiguous; neither consumed nor released
     * @throws InvalidRequestException if the frame is not a request, saying why
     */
    public static KafkaRequest parse(ByteBuf frame) {
        ByteBuffer bytes = frame.nioBuffer();
        RequestHeader header = null;
        try {
            header = RequestHeader.parse(bytes);
            if (header.apiKey() == ApiKeys.API_VERSIONS && !header.isApiVersionSupported()) {
                return new KafkaRequest(
                        header, new ApiVersionsRequest(new ApiVersionsRequestData(), (short) 0, header.apiVersion()));
            }
            if (!header.isApiVersionSupported()) {
                throw new InvalidRequestException("no version " + header.apiVersion());
            }
            return new KafkaRequest(header, body(header, bytes));
        } catch (RuntimeException e) {
            // The generated readers throw whatever their input leads to: underflow, negative sizes, bad UTF-8 …
            throw new InvalidRequestException(
                    header == null
                            ? "what it sent is not a request of Kafka's protocol, or of an API unknown here"
                            : describe(header) + " is malformed or of a version that is not served",
                    e);
        }
    }

    private static AbstractRequest body(RequestHeader header, ByteBuffer bytes) {
        return AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), new ByteBufferAccessor(bytes))
                .request;
    }

    public ApiKeys api() {
        return header.apiKey();
    }

    /** The version to answer in. */
    public short version() {
        return body.version();
    }

    public int correlationId() {
        return header.correlationId();
    }

    /** Empty if the client did not say. */
    public String clientId() {
        return header.clientId() == null ? "" : header.clientId();
    }

    /** The generated {@code …RequestData}. */
    public ApiMessage data() {
        return body.data();
    }

    /** Whether this is an ApiVersions request of a version that we do not know; the answer says which we do. */
    public boolean hasUnknownVersion() {
        return body instanceof ApiVersionsRequest versions && versions.hasUnsupportedRequestVersion();
    }

    /** Whether the records of this request are part of the frame, which so has to live until the answer is ready. */
    public boolean refersToFrame() {
        return api() == ApiKeys.PRODUCE;
    }

    /** False only for a Produce with {@code acks=0}: the client does not read an answer, not even to an error. */
    public boolean expectsResponse() {
        return !(data() instanceof ProduceRequestData produce && produce.acks() == 0);
    }

    /** Kafka's answer of this API to an error; it repeats what the request asked for, with the error's code. */
    public ApiMessage errorResponse(Throwable error) {
        return body.getErrorResponse(0, error).data();
    }

    /** For logs: API, version and client, never payload. */
    @Override
    public String toString() {
        return describe(header);
    }

    private static String describe(RequestHeader header) {
        return header.apiKey().name + " v" + header.apiVersion() + " of client '" + header.clientId() + "'";
    }

    RequestHeader header() {
        return header;
    }
}
