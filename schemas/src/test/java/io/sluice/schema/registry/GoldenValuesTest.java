/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other people's serializers wrote, kept as files: see their README. */
class GoldenValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"kafkajs-avro.bin", "apicurio-avro.bin"})
    void avro(String file) throws IOException {
        byte[] value = bytes(file);

        assertThat(ConfluentWireFormat.schemaId(value)).isEqualTo(1);
        Schema schema = new Schema.Parser().parse(text("flight.avsc"));
        GenericRecord flight = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        assertThat(flight.toString()).isEqualTo("{\"id\": 2, \"carrier\": \"XÆ2\", \"delayMinutes\": 0.5}");
        assertThat(ConfluentWireFormat.frame(1, body(value))).isEqualTo(value);
    }

    /** Not quite Confluent's format: that has the path to the message's type between the id and the message. */
    @Test
    void protobufOfKafkaJsGoesWithoutMessageIndexes() throws Exception {
        byte[] value = bytes("kafkajs-protobuf.bin");

        assertThat(ConfluentWireFormat.schemaId(value)).isEqualTo(3);
        Descriptor type = new ProtoFiles(List.of(ProtoParser.parse("flight.proto", text("flight.proto"))))
                .message("golden.Flight");
        DynamicMessage flight = DynamicMessage.parseFrom(type, body(value));
        assertThat(flight.getField(type.findFieldByName("id"))).isEqualTo(2L);
        assertThat(flight.getField(type.findFieldByName("carrier"))).isEqualTo("XÆ2");
        assertThat(flight.getField(type.findFieldByName("delay_minutes"))).isEqualTo(0.5);
    }

    @Test
    void json() throws IOException {
        byte[] value = bytes("kafkajs-json.bin");

        assertThat(ConfluentWireFormat.schemaId(value)).isEqualTo(4);
        JsonNode flight = new ObjectMapper().readTree(body(value));
        assertThat(flight.path("id").asInt()).isEqualTo(2);
        assertThat(flight.path("carrier").asText()).isEqualTo("XÆ2");
    }

    private static byte[] body(byte[] value) {
        return Arrays.copyOfRange(value, ConfluentWireFormat.HEADER_BYTES, value.length);
    }

    private static String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = GoldenValuesTest.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
