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
import org.junit.jupiter.api.Test;

class ConnectDecoderTest {

    private final RecordPipeline pipeline = Pipelines.of("value.format", "connect");

    @Test
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

        assertThat(row).hasToString("{\"a\": {\"x_y\": 1}, \"b\": {\"_1st\": \"z\"}, \"again\": {\"x_y\": 2}}");
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
    void shouldSayWhatIsNotARow() {
        assertThatThrownBy(() -> read(Schema.STRING_SCHEMA, "text"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: expected a struct or a map, found String 'text'; for bytes or text set"
                        + " value.format to avro, json or text");

        Schema clash = SchemaBuilder.struct()
                .field("a-b", Schema.INT32_SCHEMA)
                .field("a_b", Schema.INT32_SCHEMA)
                .build();
        assertThatThrownBy(() -> read(clash, new Struct(clash)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("fields 'a-b' and 'a_b' would both be column 'a_b'");

        Schema required = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        assertThatThrownBy(() -> read(required, new Struct(required)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("field 'a': expected int32, found null");
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
