/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.sluice.connector.decode.value.BadValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufDecoderTest {

    private static final Descriptor ORDER = ShopProtos.message("shop.Order");
    private static final Descriptor EVENT = ShopProtos.message("shop.legacy.Event");

    private static final ProtobufDecoder ORDERS = ProtobufDecoder.plain(ORDER);
    private static final ProtobufDecoder EVENTS = ProtobufDecoder.plain(EVENT);

    @Property(tries = 300)
    void readsWhatProtobufsOwnReaderReads(@ForAll long seed) throws IOException {
        RandomMessages messages = new RandomMessages(seed, true);
        assertReads(ORDERS, messages.next(ORDER));
        assertReads(EVENTS, messages.next(EVENT));
    }

    private static void assertReads(ProtobufDecoder decoder, Message message) throws IOException {
        GenericRecord row = decoder.decode("shop", message.toByteArray());

        assertThat(PlainData.of(row)).isEqualTo(PlainData.of(message));
        assertThat(PlainData.of(throughAvro(row))).isEqualTo(PlainData.of(message));
    }

    private static GenericRecord throughAvro(GenericRecord row) throws IOException {
        assertThat(GenericData.get().validate(row.getSchema(), row)).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(row.getSchema()).write(row, encoder);
        encoder.flush();
        Schema schema = new Schema.Parser().parse(row.getSchema().toString());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    @Property(tries = 300)
    void putsMessagesTogetherThatComeInParts(@ForAll long seed) throws IOException {
        RandomMessages messages = new RandomMessages(seed, false);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        messages.next(ORDER).writeTo(parts);
        messages.next(ORDER).writeTo(parts);

        GenericRecord row = ORDERS.decode("shop", parts.toByteArray());

        assertThat(PlainData.of(row)).isEqualTo(PlainData.of(DynamicMessage.parseFrom(ORDER, parts.toByteArray())));
    }

    @Property(tries = 2000)
    void readsDamagedBytesOrRefusesThem(@ForAll long seed) {
        byte[] bytes = new RandomMessages(seed, true).next(ORDER).toByteArray();
        Random random = new Random(seed);
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
            assertThat(ORDERS.decode("shop", damaged)).isNotNull();
        } catch (BadValueException e) {
            assertThat(e).hasMessageStartingWith("not a message shop.Order: ");
        }
    }

    @Test
    void makesColumnsOfEveryType() {
        Schema schema = ORDERS.decode("shop", new byte[0]).getSchema();

        assertThat(schema.getFullName()).isEqualTo("shop.Order");
        assertThat(schema.getField("u64").schema().getLogicalType().getName()).isEqualTo("decimal");
        assertThat(schema.getField("region").schema().getType()).isEqualTo(Schema.Type.STRING);
        assertThat(schema.getField("placed").schema().toString())
                .isEqualTo("[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}]");
        assertThat(schema.getField("lines").schema().getElementType().getFullName())
                .isEqualTo("shop.Order.Line");
        assertThat(schema.getField("totals").schema().getValueType().getFullName())
                .isEqualTo("shop.Money");
        assertThat(schema.getField("by_number").schema().toString())
                .isEqualTo(
                        "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"ByNumberEntry\",\"namespace\":"
                                + "\"shop.Order\",\"fields\":[{\"name\":\"key\",\"type\":\"int\"},"
                                + "{\"name\":\"value\",\"type\":\"string\"}]}}");
    }

    @Test
    void tellsAbsenceFromZeroOnlyWhereProtobufDoes() {
        GenericRecord row = ORDERS.decode("shop", new byte[0]);

        assertThat(row.get("i32")).isEqualTo(0);
        assertThat(row.get("note")).hasToString("");
        assertThat(row.get("region")).hasToString("REGION_UNSPECIFIED");
        assertThat(row.get("maybe_i32")).isNull();
        assertThat(row.get("placed")).isNull();
        assertThat(row.get("iban")).isNull();
        assertThat(row.get("lines")).hasToString("[]");
        assertThat(row.get("totals")).hasToString("{}");
    }

    @Test
    void takesProto2sDefaultsForWhatIsAbsent() {
        DynamicMessage event = DynamicMessage.newBuilder(EVENT)
                .setField(EVENT.findFieldByName("id"), 1L)
                .build();

        GenericRecord row = EVENTS.decode("shop", event.toByteArray());

        assertThat(row.get("source")).hasToString("web \"x\"\n");
        assertThat(row.get("retries")).isEqualTo(-3);
        assertThat(row.get("level")).hasToString("WARN");
        assertThat(row.get("limit")).isNull();
        assertThat(row.get("plain")).isNull();
        assertThat(row.getSchema().getField("retries").defaultVal()).isEqualTo(-3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0a             | not a message shop.Order: cut off: the value ends at byte 1, in the middle of a field
            08             | field 'i32': cut off: the value ends at byte 1, in the middle of a field
            0001           | expected a field number, found 0
            7205616263     | field 'note': cut off: a length of 5 bytes where 3 are left
            7201ff         | field 'note': expected a string in UTF-8, found other bytes
            a201021204     | field 'lines.price': cut off: a length of 4 bytes where 0 are left, before byte 5
            a2010412020a05 | field 'lines.price.currency': cut off
            fa0108088080808010   | field 'placed': cut off
            fa010708ffffffff7f10 | field 'placed'
            0b             | cut off
            0e             | wire type 6
            """)
    void namesTheFieldThatIsWrong(String hex, String problem) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> ORDERS.decode("shop", bytes))
                .isInstanceOf(BadValueException.class)
                .hasMessageStartingWith("not a message shop.Order: ")
                .hasMessageContaining(problem);
    }

    @Test
    void wantsWhatIsRequired() {
        assertThatThrownBy(() -> EVENTS.decode("shop", new byte[0]))
                .isInstanceOf(BadValueException.class)
                .hasMessage(
                        "not a message shop.legacy.Event: field 'id': expected a value, for it is required; found none");
    }

    @Test
    void refusesTypesThatNoTableCanBeMadeOf() {
        assertThatThrownBy(() -> ProtobufDecoder.plain(ShopProtos.message("shop.Tree")))
                .isInstanceOf(UnsupportedMessageException.class)
                .hasMessage("message shop.Tree contains itself, by way of shop.Tree, shop.Branch: Parquet has no such"
                        + " type; send it as bytes, or as google.protobuf.Struct");
        assertThatThrownBy(() -> ProtobufDecoder.plain(ShopProtos.message("shop.Nothing")))
                .isInstanceOf(UnsupportedMessageException.class)
                .hasMessage("message shop.Nothing has no field: a row needs a column");
    }
}
