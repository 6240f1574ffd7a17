/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowColumnsTest {

    private static final Schema BYTES = Schema.OPTIONAL_BYTES_SCHEMA;
    private static final String ALL = "topic,partition,offset,timestamp,key,headers";

    @Test
    void shouldHaveEachPartOfARecordBehindTheValue() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("trace", bytes("é1"));
        headers.addString("trace", "2");
        headers.addInt("n", 7);
        headers.add("none", new SchemaAndValue(null, null));
        headers.addList(
                "l", List.of(1, 2), SchemaBuilder.array(Schema.INT32_SCHEMA).build());

        GenericRecord row = row(json("metadata.columns", ALL), record(BYTES, bytes("k1"), "{\"a\":1}", headers));

        assertThat(columns(row)).isEqualTo("a _topic _partition _offset _timestamp _key _headers");
        assertThat(row.get("_topic")).isEqualTo("web.clicks");
        assertThat(row.get("_partition")).isEqualTo(3);
        assertThat(row.get("_offset")).isEqualTo(42L);
        assertThat(row.get("_timestamp")).isEqualTo(Records.TIMESTAMP_MS);
        assertThat(row.get("_key")).isEqualTo("k1");
        assertThat((List<?>) row.get("_headers"))
                .map(GenericRecord.class::cast)
                .map(header -> header.get("key") + "=" + text((ByteBuffer) header.get("value")))
                .containsExactly("trace=é1", "trace=2", "n=7", "none=null", "l=[1,2]");
        assertThat(row.getSchema().getField("_timestamp").schema())
                .hasToString("[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}]");
    }

    @Test
    void shouldNameColumnsAsAskedAndNameTheRecordAsItWasConsumed() {
        RecordPipeline pipeline = json("metadata.columns", "offset, topic:source, key:id");
        SinkRecord original = record(BYTES, null, "{\"a\":1}", new ConnectHeaders());
        SinkRecord renamed = original.newRecord(
                "elsewhere", 9, BYTES, null, original.valueSchema(), original.value(), original.timestamp());

        assertThat(row(pipeline, renamed))
                .hasToString("{\"a\": 1, \"_offset\": 42, \"source\": \"web.clicks\", \"id\": null}");
    }

    @Test
    void shouldKeepOneSchemaForRecordsOfOneSchema() {
        RecordPipeline pipeline = json("metadata.columns", ALL);

        assertThat(row(pipeline, record(BYTES, bytes("1"), "{\"a\":1}", new ConnectHeaders()))
                        .getSchema())
                .isSameAs(row(pipeline, record(BYTES, null, "{\"a\":2}", new ConnectHeaders()))
                        .getSchema());
    }

    @Test
    void shouldRefuseAValueThatHasAColumnsName() {
        RecordPipeline pipeline = json("metadata.columns", "topic:City", "behavior.on.null.values", "write");

        assertThatThrownBy(() -> row(pipeline, Records.of("{\"city\":\"Bonn\"}")))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: the value has a field 'city' of its own, which is a column of"
                        + " metadata.columns: give that another name, as in topic:kafka_topic");
        assertThatThrownBy(() -> row(pipeline, Records.of("{\"_deleted\":true}")))
                .hasMessageContaining("behavior.on.null.values=write: rename the field");
        assertThat(row(pipeline, Records.of("{\"a\":1}")))
                .as("what was refused leaves no trace in what is inferred")
                .hasToString("{\"a\": 1, \"City\": \"web.clicks\", \"_deleted\": false}");
    }

    @Test
    void shouldReadKeysAsTheirFormatSays() {
        assertThat(row(keys("string"), key(null, 5L)).get("_key")).isEqualTo("5");
        assertThat(row(keys("bytes"), key(BYTES, new byte[] {1, (byte) 0xff})).get("_key"))
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, (byte) 0xff}));
        assertThat(row(keys("connect"), key(Schema.INT64_SCHEMA, 5L)).get("_key"))
                .isEqualTo(5L);
        assertThat(row(keys("connect"), key(null, "k")).get("_key")).isEqualTo("k");
        assertThat(row(keys("connect"), key(Schema.OPTIONAL_INT64_SCHEMA, null)).get("_key"))
                .isNull();
        assertThat(columns(row(keys("connect"), key(null, null)))).isEqualTo("a");

        Schema schema = SchemaBuilder.struct()
                .name("com.acme.Id")
                .field("region", Schema.STRING_SCHEMA)
                .field("n", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        GenericRecord row = row(
                keys("connect"),
                key(schema, new Struct(schema).put("region", "eu").put("n", 7)));
        assertThat(row).hasToString("{\"a\": 1, \"_key\": {\"region\": \"eu\", \"n\": 7}}");
    }

    @Test
    void shouldSayWhichKeyIsNotWhatItsFormatSays() {
        assertThatThrownBy(() -> row(keys("string"), key(BYTES, new byte[] {(byte) 0xff})))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("web.clicks-3@42: field '_key': expected a key that is text, found byte[] ")
                .hasMessageEndingWith("key.format=bytes or connect takes what is not text");
        assertThatThrownBy(() -> row(keys("bytes"), key(null, 5)))
                .hasMessageContaining("field '_key': expected a key that is bytes, found Integer 5");
        assertThatThrownBy(() -> row(keys("connect"), key(null, Map.of("a", 1))))
                .hasMessageContaining("field '_key': expected a key that has a schema");
    }

    @Test
    void shouldWriteATombstoneAsARowWithoutValuesThatIsMarked() {
        RecordPipeline pipeline = json("metadata.columns", "key,offset", "behavior.on.null.values", "write");
        assertThat(pipeline.process(Records.of(null, 6)))
                .as("there is no row that it could delete")
                .isEmpty();

        GenericRecord row = row(pipeline, key(BYTES, bytes("k")));
        GenericRecord tombstone = row(pipeline, record(BYTES, bytes("k"), null, new ConnectHeaders()));

        assertThat(row).hasToString("{\"a\": 1, \"_key\": \"k\", \"_offset\": 42, \"_deleted\": false}");
        assertThat(tombstone).hasToString("{\"a\": null, \"_key\": \"k\", \"_offset\": 42, \"_deleted\": true}");
        assertThat(tombstone.getSchema().getFullName())
                .isEqualTo(row.getSchema().getFullName());
    }

    @Test
    void shouldPutATombstoneWhereRowsWithoutTheFieldGo() {
        RecordPipeline pipeline = json(
                "behavior.on.null.values", "write",
                "partitioner.class", "FieldPartitioner",
                "partition.field.name", "city");
        assertThat(pipeline.process(Records.of("{\"city\":\"Bonn\"}"))
                        .orElseThrow()
                        .outputPartition())
                .isEqualTo("city=Bonn");

        assertThat(pipeline.process(Records.of(null, 43)).orElseThrow().outputPartition())
                .isEqualTo("city=__HIVE_DEFAULT_PARTITION__");
    }

    /** What is inferred starts from the table's schema, of which these columns are no part. */
    @Test
    void shouldKeepItsColumnsOutOfWhatIsInferred() {
        RecordPipeline first = json("metadata.columns", "topic", "behavior.on.null.values", "write");
        org.apache.avro.Schema table =
                row(first, Records.of("{\"a\":1,\"b\":\"x\"}")).getSchema();
        RecordPipeline second = json("metadata.columns", "topic", "behavior.on.null.values", "write");
        second.adopt("web.clicks", table);

        assertThat(row(second, Records.of(null, 43)))
                .as("a tombstone before the first value")
                .hasToString("{\"a\": null, \"b\": null, \"_topic\": \"web.clicks\", \"_deleted\": true}");
        assertThat(row(second, Records.of("{\"a\":2}")))
                .hasToString("{\"a\": 2, \"b\": null, \"_topic\": \"web.clicks\", \"_deleted\": false}");
    }

    private static RecordPipeline keys(String format) {
        return json("metadata.columns", "key", "key.format", format);
    }

    private static RecordPipeline json(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "value.format";
        all[settings.length + 1] = "json";
        return Pipelines.of(all);
    }

    private static SinkRecord key(@Nullable Schema schema, @Nullable Object key) {
        return record(schema, key, "{\"a\":1}", new ConnectHeaders());
    }

    private static SinkRecord record(
            @Nullable Schema keySchema, @Nullable Object key, @Nullable String json, ConnectHeaders headers) {
        return new SinkRecord(
                "web.clicks",
                3,
                keySchema,
                key,
                BYTES,
                json == null ? null : bytes(json),
                42,
                Records.TIMESTAMP_MS,
                TimestampType.CREATE_TIME,
                headers);
    }

    private static GenericRecord row(RecordPipeline pipeline, SinkRecord record) {
        return pipeline.process(record).orElseThrow().value();
    }

    private static String columns(GenericRecord row) {
        return row.getSchema().getFields().stream()
                .map(org.apache.avro.Schema.Field::name)
                .collect(Collectors.joining(" "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable ByteBuffer bytes) {
        return bytes == null
                ? null
                : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
