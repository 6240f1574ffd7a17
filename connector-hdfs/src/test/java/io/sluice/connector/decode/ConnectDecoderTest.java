/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConnectDecoderTest {

    private final RecordPipeline pipeline = Pipelines.of("value.format", "connect");

    @Test
    @Tag("check-31")
    void shouldReadEveryTypeOfConnect() {
        Schema nested = SchemaBuilder.struct()
                .name("org.shop.Item")
                .field("sku", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("i8", Schema.INT8_SCHEMA)
                .field("i16", Schema.INT16_SCHEMA)
                .field("i32", Schema.INT32_SCHEMA)
                .field("i64", Schema.INT64_SCHEMA)
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.FLOAT64_SCHEMA)
                .field("bool", Schema.BOOLEAN_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("list", SchemaBuilder.array(Schema.OPTIONAL_INT16_SCHEMA).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, nested).build())
                .field(
                        "pairs",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("item", nested)
                .field("absent", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct item = new Struct(nested).put("sku", "A-1");
        GenericRecord row = read(
                schema,
                new Struct(schema)
                        .put("i8", (byte) 1)
                        .put("i16", (short) 2)
                        .put("i32", 3)
                        .put("i64", 4L)
                        .put("f32", 5f)
                        .put("f64", 6d)
                        .put("bool", true)
                        .put("text", "x")
                        .put("bytes", new byte[] {1})
                        .put("list", Arrays.asList((short) 7, null))
                        .put("map", Map.of("k", item))
                        .put("pairs", Map.of(8, "y"))
                        .put("item", item));

        assertThat(row.getSchema().getFullName()).isEqualTo("web_clicks");
        assertThat(row.get("i8")).isEqualTo(1);
        assertThat(row.get("i16")).isEqualTo(2);
        assertThat(row.get("i32")).isEqualTo(3);
        assertThat(row.get("i64")).isEqualTo(4L);
        assertThat(row.get("f32")).isEqualTo(5f);
        assertThat(row.get("f64")).isEqualTo(6d);
        assertThat(row.get("bool")).isEqualTo(true);
        assertThat(row.get("text")).isEqualTo("x");
        assertThat(row.get("bytes")).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
        assertThat(row.get("list")).hasToString("[7, null]");
        assertThat(row.get("map")).hasToString("{k={\"sku\": \"A-1\"}}");
        assertThat(row.get("pairs")).hasToString("[{\"key\": 8, \"value\": \"y\"}]");
        assertThat(row.get("item")).hasToString("{\"sku\": \"A-1\"}");
        assertThat(row.get("absent")).isNull();
        assertThat(GenericData.get().validate(row.getSchema(), row)).isTrue();
        assertThat(new org.apache.avro.Schema.Parser().parse(row.getSchema().toString()))
                .isEqualTo(row.getSchema());
    }

    @Test
    @Tag("check-31")
    @Tag("check-45")
    void shouldKeepLogicalTypes() {
        Schema schema = SchemaBuilder.struct()
                .field("price", Decimal.schema(2))
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.builder().optional().build())
                .build();
        GenericRecord row = read(
                schema,
                new Struct(schema)
                        .put("price", new BigDecimal("12.50"))
                        .put("day", Date.from(Instant.ofEpochMilli(86_400_000L * 3)))
                        .put("time", Date.from(Instant.ofEpochMilli(1500)))
                        .put("at", Date.from(Instant.ofEpochMilli(1_795_369_530_123L))));

        assertThat(row.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {0x04, (byte) 0xe2}));
        assertThat(row.getSchema().getField("price").schema().getLogicalType()).isEqualTo(LogicalTypes.decimal(38, 2));
        assertThat(row.get("day")).isEqualTo(3);
        assertThat(row.getSchema().getField("day").schema().getLogicalType()).isEqualTo(LogicalTypes.date());
        assertThat(row.get("time")).isEqualTo(1500);
        assertThat(row.getSchema().getField("time").schema().getLogicalType()).isEqualTo(LogicalTypes.timeMillis());
        assertThat(row.get("at")).isEqualTo(1_795_369_530_123L);
        assertThat(row.getSchema().getField("at").schema().getTypes().get(1).getLogicalType())
                .isEqualTo(LogicalTypes.timestampMillis());
    }

    @Test
    void shouldConvertEachSchemaOnce() {
        Schema one = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema same = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();

        assertThat(read(one, new Struct(one).put("a", 1)).getSchema())
                .isSameAs(read(same, new Struct(same).put("a", 2)).getSchema());
    }

    @Test
    void shouldUseDefaultsOfTheConnectSchema() {
        Schema schema = SchemaBuilder.struct()
                .field("a", SchemaBuilder.int32().defaultValue(9).build())
                .build();

        assertThat(read(schema, new Struct(schema)).get("a")).isEqualTo(9);
    }

    @Test
    void shouldTellStructsOfOneNameApartAndMendNames() {
        Schema a = SchemaBuilder.struct()
                .name("Part")
                .field("x-y", Schema.INT32_SCHEMA)
                .build();
        Schema b = SchemaBuilder.struct()
                .name("Part")
                .field("1st", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("a", a)
                .field("b", b)
                .field("again", a)
                .build();

        GenericRecord row = read(
                schema,
                new Struct(schema)
                        .put("a", new Struct(a).put("x-y", 1))
                        .put("b", new Struct(b).put("1st", "z"))
                        .put("again", new Struct(a).put("x-y", 2)));

        assertThat(row)
                .hasToString(
                        "{\"a\": {\"x_x002d_y\": 1}, \"b\": {\"_x0031_st\": \"z\"}, \"again\": {\"x_x002d_y\": 2}}");
        assertThat(new org.apache.avro.Schema.Parser().parse(row.getSchema().toString()))
                .isEqualTo(row.getSchema());
    }

    @Test
    void shouldInferTheSchemaOfMapsWithoutOne() {
        assertThat(read(null, Map.of("a", 1L))).hasToString("{\"a\": 1}");
        assertThat(read(null, Map.of("a", 1.5, "b", List.of(Map.of("c", true)))))
                .hasToString("{\"a\": 1.5, \"b\": [{\"c\": true}]}");
    }

    @Test
    void shouldNotMakeTextsOfWhatIsNoNumber() {
        assertThatThrownBy(() -> read(null, Map.of("a", Double.NaN)))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("web.clicks-3@42: not JSON, at field 'a': Non-standard token 'NaN'");
    }

    @Test
    void shouldSayWhatIsNotARow() {
        assertThatThrownBy(() -> read(Schema.STRING_SCHEMA, "text"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: expected a struct or a map, found String 'text'; for bytes or text set"
                        + " value.format to avro, json or text");

        Schema required = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        assertThatThrownBy(() -> read(required, new Struct(required)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("field 'a': expected int32, found null");
    }

    @Test
    void shouldKeepNamesInDocsAndTellApartWhatHiveCannot() {
        Schema schema = SchemaBuilder.struct()
                .field("Unit Price", SchemaBuilder.int32().doc("in cents").build())
                .field("ID", Schema.INT32_SCHEMA)
                .field("id", Schema.INT32_SCHEMA)
                .field("a-b", Schema.INT32_SCHEMA)
                .field("a_b", Schema.INT32_SCHEMA)
                .build();
        GenericRecord row = read(
                schema,
                new Struct(schema)
                        .put("Unit Price", 1)
                        .put("ID", 2)
                        .put("id", 3)
                        .put("a-b", 4)
                        .put("a_b", 5));

        assertThat(row)
                .hasToString("{\"Unit_x0020_Price\": 1, \"ID\": 2, \"_x0069_d\": 3, \"a_x002d_b\": 4, \"a_b\": 5}");
        assertThat(row.getSchema().getField("Unit_x0020_Price").doc()).isEqualTo("Unit Price: in cents");
        assertThat(row.getSchema().getField("_x0069_d").doc()).isEqualTo("id");
    }

    @Test
    @Tag("check-31")
    void shouldReadVersionsOfASchemaInTurnsAsRowsOfOneSchema() {
        Schema v1 = SchemaBuilder.struct()
                .name("Order")
                .version(1)
                .field("id", Schema.INT32_SCHEMA)
                .build();
        Schema v2 = SchemaBuilder.struct()
                .name("Order")
                .version(2)
                .field("id", Schema.INT64_SCHEMA)
                .field("state", SchemaBuilder.string().defaultValue("new").build())
                .field(
                        "at",
                        Timestamp.builder()
                                .defaultValue(Date.from(Instant.ofEpochMilli(7)))
                                .build())
                .field(
                        "price",
                        Decimal.builder(2).defaultValue(new BigDecimal("1.50")).build())
                .field("ratio", SchemaBuilder.float64().defaultValue(Double.NaN).build())
                .field(
                        "note",
                        SchemaBuilder.string().optional().defaultValue("none").build())
                .build();
        GenericRecord one = read(v1, new Struct(v1).put("id", 1));
        GenericRecord two = read(v2, new Struct(v2).put("id", 2L));

        GenericRecord wider = read(v1, new Struct(v1).put("id", 3));

        assertThat(one.get("id")).isEqualTo(1);
        assertThat(two.get("state")).isEqualTo("new");
        assertThat(two.get("note")).isEqualTo("none");
        assertThat(two.get("id")).isEqualTo(2L);
        assertThat(wider.getSchema()).isSameAs(two.getSchema());
        assertThat(wider.get("id")).isEqualTo(3L);
        assertThat(wider.get("state")).hasToString("new");
        assertThat(wider.get("at")).isEqualTo(7L);
        assertThat(wider.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0, (byte) 150}));
        assertThat(wider.get("ratio")).isNull();
        assertThat(wider.get("note")).isNull();
    }

    @Test
    void shouldNameTheWholePathOfABadValue() {
        Schema line = SchemaBuilder.struct().field("price", Decimal.schema(2)).build();
        Schema schema = SchemaBuilder.struct()
                .field("lines", SchemaBuilder.array(line).build())
                .field("by", SchemaBuilder.map(Schema.STRING_SCHEMA, line).build())
                .build();
        Struct good = new Struct(line).put("price", new BigDecimal("1.23"));
        Struct bad = new Struct(line).put("price", new BigDecimal("1.234"));
        String problem = ": expected org.apache.kafka.connect.data.Decimal (bytes), found BigDecimal 1.234";

        assertThatThrownBy(() -> read(
                        schema,
                        new Struct(schema).put("lines", List.of(good, bad)).put("by", Map.of())))
                .hasMessage("web.clicks-3@42: field 'lines[].price'" + problem);
        assertThatThrownBy(() ->
                        read(schema, new Struct(schema).put("lines", List.of()).put("by", Map.of("k", bad))))
                .hasMessage("web.clicks-3@42: field 'by{}.price'" + problem);
    }

    @Test
    void shouldRefuseDecimalsWhoseScaleNoColumnHas() {
        for (Schema decimal : List.of(
                Decimal.schema(-2),
                Decimal.schema(39),
                SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).build())) {
            Schema schema = SchemaBuilder.struct().field("price", decimal).build();
            assertThatThrownBy(() -> read(schema, new Struct(schema)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("web.clicks-3@42: field 'web_clicks_price': expected a decimal with a scale");
        }
    }

    @Test
    void shouldPadADecimalToItsScale() {
        Schema schema = SchemaBuilder.struct().field("price", Decimal.schema(2)).build();
        GenericRecord row = read(schema, new Struct(schema).put("price", new BigDecimal("12.5")));

        assertThat(row.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {0x04, (byte) 0xe2}));
    }

    @Test
    void shouldRefuseADecimalThatTheColumnCannotHold() {
        Schema schema = SchemaBuilder.struct().field("price", Decimal.schema(2)).build();

        assertThatThrownBy(() -> read(schema, new Struct(schema).put("price", new BigDecimal("1.234"))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("web.clicks-3@42: field 'price': expected org.apache.kafka.connect.data.Decimal");
        assertThatThrownBy(() -> read(
                        schema,
                        new Struct(schema).put("price", BigDecimal.TEN.pow(38).setScale(2))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("field 'price'");
    }

    private GenericRecord read(@Nullable Schema schema, Object value) {
        return pipeline.process(Records.record(schema, value, 42)).orElseThrow().value();
    }
}
