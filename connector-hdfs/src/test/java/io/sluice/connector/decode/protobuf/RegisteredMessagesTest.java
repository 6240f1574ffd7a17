/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.protobuf.RegistryProtobufSchemas;
import io.sluice.schema.registry.RegisteredSchema;
import io.sluice.schema.registry.RegistryUnavailableException;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaRegistry;
import io.sluice.schema.registry.SchemaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredMessagesTest {

    private final Registry registry = new Registry();
    private final ProtobufDecoder decoder = ProtobufDecoder.wireFormat(new RegistryProtobufSchemas(registry)::byId);

    /** The shop's files as they would be registered: order.proto refers to money.proto. */
    private static final class Registry implements SchemaRegistry {
        private boolean down;
        private int asked;

        @Override
        public RegisteredSchema byId(int id) throws IOException {
            asked++;
            if (down) {
                throw new RegistryUnavailableException("http://registry: connection refused", null);
            }
            SchemaReference money = new SchemaReference("shop/money.proto", "money", 2);
            return switch (id) {
                case 7 -> new RegisteredSchema(7, SchemaType.PROTOBUF, text("order"), List.of(money));
                case 8 -> new RegisteredSchema(8, SchemaType.PROTOBUF, text("loop"), List.of());
                case 9 -> new RegisteredSchema(9, SchemaType.AVRO, "\"string\"", List.of());
                case 10 -> new RegisteredSchema(10, SchemaType.PROTOBUF, "message {", List.of());
                case 11 -> new RegisteredSchema(11, SchemaType.PROTOBUF, base64("shop.Money"), List.of());
                default -> throw new UnknownSchemaException(id, "no schema " + id + " in the registry");
            };
        }

        @Override
        public RegisteredSchema byVersion(String subject, int version) {
            assertThat(subject + version).isEqualTo("money2");
            return new RegisteredSchema(3, SchemaType.PROTOBUF, text("money"), List.of());
        }

        private static String text(String name) {
            String path = "/protobuf/shop/" + name + ".proto";
            try (InputStream file = RegisteredMessagesTest.class.getResourceAsStream(path)) {
                return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String base64(String message) {
            return Base64.getEncoder()
                    .encodeToString(
                            ShopProtos.message(message).getFile().toProto().toByteArray());
        }
    }

    @Test
    void readsTheFirstMessageOfAFile() {
        Message order = new RandomMessages(1, true).next(ShopProtos.message("shop.Order"));

        assertThat(PlainData.of(decoder.decode("shop", framed(7, "00", order)))).isEqualTo(PlainData.of(order));
        assertThat(PlainData.of(decoder.decode("shop", framed(7, "0200", order))))
                .isEqualTo(PlainData.of(order));
        assertThat(registry.asked).isEqualTo(1);
    }

    @Test
    void readsOtherMessagesByTheirPath() {
        Message shipment = new RandomMessages(2, true).next(ShopProtos.message("shop.Shipment"));
        Message line = new RandomMessages(3, true).next(ShopProtos.message("shop.Order.Line"));
        Message card = new RandomMessages(4, true).next(ShopProtos.message("shop.Order.Card"));

        assertThat(PlainData.of(decoder.decode("shop", framed(7, "0202", shipment))))
                .isEqualTo(PlainData.of(shipment));
        assertThat(PlainData.of(decoder.decode("shop", framed(7, "040000", line))))
                .isEqualTo(PlainData.of(line));
        // Behind the types of three maps, which do not count.
        assertThat(PlainData.of(decoder.decode("shop", framed(7, "040002", card))))
                .isEqualTo(PlainData.of(card));
    }

    @Test
    void readsSchemasThatAreRegisteredAsDescriptors() {
        Descriptor type = ShopProtos.message("shop.Money");
        Message money = DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("units"), 5L)
                .build();

        assertThat(decoder.decode("shop", framed(11, "00", money)))
                .hasToString("{\"currency\": \"\", \"units\": 5, \"nanos\": 0}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00000000       | not in Confluent's wire format: 4 bytes                     | BAD_MALFORMED
            7b2261223a317d | it looks like JSON                                          | BAD_MALFORMED
            0000000007     | cut off: the value ends at byte 5                           | BAD_MALFORMED
            0000000007020a | the path [5], which leads to none                           | BAD_MALFORMED
            000000000701   | found one of -1 steps: is it Confluent's wire format        | BAD_MALFORMED
            00000000070008 | not a message shop.Order: field 'i32': cut off              | BAD_MALFORMED
            000000000800   | schema 8: message shop.Tree contains itself                 | BAD_SCHEMA
            000000000900   | schema 9 is of type AVRO, expected PROTOBUF                 | BAD_SCHEMA
            000000000a00   | schema 10 of the registry is no Protobuf schema: schema-10.proto:1:9: expected a name | BAD_SCHEMA
            000000006300   | no schema 99 in the registry                                | BAD_SCHEMA
            """)
    void saysWhatIsWrong(String hex, String problem, Outcome outcome) {
        assertThatThrownBy(() -> decoder.decode("shop", HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        BadValueException.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
                .hasMessageContaining(problem);
    }

    @Test
    void blamesNoRecordForARegistryThatIsDown() {
        byte[] value = HexFormat.of().parseHex("000000000700");
        registry.down = true;

        assertThatThrownBy(() -> decoder.decode("shop", value))
                .isInstanceOf(RetriableException.class)
                .hasMessage("http://registry: connection refused");

        registry.down = false;
        assertThat(decoder.decode("shop", value)).isNotNull();
    }

    private static byte[] framed(int id, String indexes, Message message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(HexFormat.of().parseHex(indexes));
        body.writeBytes(message.toByteArray());
        return ConfluentWireFormat.frame(id, body.toByteArray());
    }
}
