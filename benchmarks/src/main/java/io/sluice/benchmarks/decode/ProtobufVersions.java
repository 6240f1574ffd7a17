/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.ConfluentWireFormat;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** {@link Versions} of Protobuf in Confluent's wire format. */
final class ProtobufVersions {

    private ProtobufVersions() {}

    private static final Map<Integer, Descriptor> TYPES = new HashMap<>();

    private static Descriptor type(int version) {
        return TYPES.computeIfAbsent(version, FlightMessages::withOptional);
    }

    private static byte[] value(int version, GenericRecord flight) {
        byte[] body = FlightMessages.message(type(version), flight).toByteArray();
        // A zero is the path to the file's first message.
        return ConfluentWireFormat.frame(
                version,
                ByteBuffer.allocate(body.length + 1).put((byte) 0).put(body).array());
    }

    private static ProtobufDecoder decoder() {
        return ProtobufDecoder.wireFormat(id -> type(id).getFile());
    }

    static Versions.Topic topic(int versions) {
        ProtobufDecoder decoder = decoder();
        decoder.adopt(Versions.TOPIC, Versions.table(version -> FlightMessages.row(type(version))));
        return new Versions.Topic(decoder, Versions.records(versions, ProtobufVersions::value));
    }
}
