/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.HdfsSinkConfig;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionerTest {

    private static final Schema DATE = LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    private static final Schema MILLIS = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    private static final Schema MICROS = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    private static final Schema CENTS = LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    private static final Instant NOW = Instant.parse("2026-11-22T17:45:30Z");

    @Test
    void shouldPartitionByKafkaPartitionUnlessToldOtherwise() {
        assertThat(path(partitioner(), Map.of())).isEqualTo("partition=3");
    }

    @Test
    @Tag("check-24")
    void shouldPartitionByFields() {
        Map<String, Object> value = Map.of("country", "NL", "size", 7, "open", true);

        assertThat(path(fields("country"), value)).isEqualTo("country=NL");
        assertThat(path(fields("country,size,open"), value)).isEqualTo("country=NL/size=7/open=true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a/b            | country=a%2Fb
        50%=x:y        | country=50%25%3Dx%3Ay
        a b.é~,;()     | country=a b.é~,;()
        [{"'#*?\\^]     | country=%5B%7B%22%27%23%2A%3F%5C%5E%5D
        """, quoteCharacter = '`')
    @Tag("check-44")
    void shouldEscapeAsHiveDoes(String value, String expected) {
        assertThat(path(fields("country"), Map.of("country", value))).isEqualTo(expected);
    }

    @Test
    @Tag("check-24")
    @Tag("check-44")
    void shouldPutNullAndEmptyTextIntoHivesDefaultPartition() {
        assertThat(path(fields("country,size"), Map.of("size", 1)))
                .isEqualTo("country=__HIVE_DEFAULT_PARTITION__/size=1");
        assertThat(path(fields("country"), Map.of("country", ""))).isEqualTo("country=__HIVE_DEFAULT_PARTITION__");
        assertThat(path(fields("nested.city"), Map.of())).isEqualTo("city=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    @Tag("check-24")
    void shouldPartitionByNestedAndLogicalValues() {
        assertThat(path(fields("nested.city"), Map.of("nested", city("Utrecht"))))
                .isEqualTo("city=Utrecht");
        assertThat(path(fields("labels.env"), Map.of("labels", Map.of(new Utf8("env"), "prod"))))
                .isEqualTo("env=prod");
        assertThat(path(fields("labels.env"), Map.of("labels", Map.of("env", "prod"))))
                .isEqualTo("env=prod");
        assertThat(path(fields("day"), Map.of("day", (int)
                        LocalDate.of(2026, 11, 22).toEpochDay())))
                .isEqualTo("day=2026-11-22");
        assertThat(path(fields("at"), Map.of("at", NOW.toEpochMilli()))).isEqualTo("at=2026-11-22 17%3A45%3A30");
        assertThat(path(fields("price"), Map.of("price", bytes(new BigDecimal("12.30")))))
                .isEqualTo("price=12.30");
    }

    @Test
    @Tag("check-24")
    void shouldNameTheFieldThatIsMissingOrCannotNameAPartition() {
        assertThatThrownBy(() -> path(fields("nowhere"), Map.of()))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining("field 'nowhere' is not in the record: Value has [country, size");
        assertThatThrownBy(() -> path(fields("country.code"), Map.of("country", "NL")))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining("field 'country.code': 'code' is asked of a value of type string");
        assertThatThrownBy(() -> path(fields("labels"), Map.of("labels", Map.of())))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining("field 'labels' cannot name a partition: it is of type map");
    }

    @Test
    @Tag("check-25")
    void shouldHaveHoursAndDays() {
        assertThat(path(partitioner("partitioner.class", "HourlyPartitioner"), Map.of()))
                .isEqualTo("year=2026/month=11/day=22/hour=17");
        assertThat(path(partitioner("partitioner.class", "DailyPartitioner", "timezone", "Pacific/Auckland"), Map.of()))
                .isEqualTo("year=2026/month=11/day=23");
    }

    @Test
    void shouldTakeTheTimeFromTheKafkaRecord() {
        Partitioner partitioner = time("'dt'=YYYY-MM-dd/'hour'=HH", "timestamp.extractor", "Record");

        assertThat(partitioner.outputPartition(record(Instant.parse("2024-12-30T23:59:59.999Z")), value(Map.of())))
                .isEqualTo("dt=2024-12-30/hour=23");
        assertThat(partitioner.outputPartition(record(null), value(Map.of())))
                .isEqualTo("dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    @Tag("check-25")
    void shouldTakeTheTimeFromAField() {
        long ms = NOW.toEpochMilli();

        assertThat(path(byField("at"), Map.of("at", ms))).isEqualTo("2026-11-22T17");
        assertThat(path(byField("exact"), Map.of("exact", ms * 1000 + 999))).isEqualTo("2026-11-22T17");
        assertThat(path(byField("count"), Map.of("count", ms))).isEqualTo("2026-11-22T17");
        assertThat(path(byField("day"), Map.of("day", (int)
                        LocalDate.of(2026, 11, 22).toEpochDay())))
                .isEqualTo("2026-11-22T00");
        assertThat(path(byField("at"), Map.of("at", -1L))).isEqualTo("1969-12-31T23");
        assertThat(path(byField("at"), Map.of())).isEqualTo("__HIVE_DEFAULT_PARTITION__");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T17:45:30Z",
                "2026-11-22T17:45:30.123456Z",
                "2026-11-22T19:45:30.123+02:00",
                "2026-11-22T19:45+0200",
                "2026-11-22 17:45:30",
                "2026-11-22T17:45",
                "1795369530000"
            })
    void shouldReadTheTimeFromText(String text) {
        assertThat(path(byField("country"), Map.of("country", text))).isEqualTo("2026-11-22T17");
    }

    @Test
    @Tag("check-25")
    void shouldReadTheTimeFromTextInAFormatOfTheUsers() {
        Partitioner partitioner = time(
                "YYYY-MM-dd'T'HH",
                "timestamp.extractor",
                "RecordField",
                "timestamp.field",
                "country",
                "timestamp.format",
                "dd/MMM/yyyy:HH:mm:ss Z");

        assertThat(path(partitioner, Map.of("country", "22/Nov/2026:17:45:30 +0200")))
                .isEqualTo("2026-11-22T15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "99999999999999999999"})
    void shouldSayWhatIsNotATime(String text) {
        assertThatThrownBy(() -> path(byField("country"), Map.of("country", text)))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining("field 'country' is not a time: '" + text + "'");
    }

    @Test
    @Tag("check-25")
    void shouldRefuseWhatIsNotATimeAtAll() {
        assertThatThrownBy(() -> path(byField("open"), Map.of("open", true)))
                .hasMessageContaining("field 'open' is not a time: it is of type boolean");
    }

    @Test
    void shouldRefuseATimeBeyondAllDates() {
        Partitioner partitioner = time(
                "YYYY",
                "timestamp.extractor",
                "RecordField",
                "timestamp.field",
                "at",
                "partition.duration.ms",
                "3600000",
                "timezone",
                "Asia/Tokyo");

        assertThatThrownBy(() -> path(partitioner, Map.of("at", Long.MAX_VALUE)))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining(
                        "the record's time, 9223372036854775807 ms since 1970, is not one that has a date");
    }

    @Test
    @Tag("check-25")
    void shouldCutTimesToTheDurationInLocalTime() {
        Partitioner quarters = time("HH-mm", "partition.duration.ms", "900000");
        assertThat(path(quarters, Map.of())).isEqualTo("17-45");

        Partitioner halfDays = time("YYYY-MM-dd'T'HH", "partition.duration.ms", "43200000", "timezone", "Asia/Kolkata");
        assertThat(path(halfDays, Map.of())).isEqualTo("2026-11-22T12");
    }

    @Test
    void shouldEscapeWhatHdfsCannotHoldInAPath() {
        assertThat(path(time("'t'=HH:mm"), Map.of())).isEqualTo("t=17%3A45");
    }

    /** The cache must not show: the answer for a moment is the same whatever was asked before. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia"})
    void shouldAnswerFromItsCacheAsItWouldWithout(String zone) {
        String[] settings = {"timezone", zone, "timestamp.extractor", "RecordField", "timestamp.field", "at"};
        Partitioner cached = time("YYYY-MM-dd'T'HH-mm", settings);
        DateTimeFormatter expected =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm").withZone(ZoneId.of(zone));
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long ms = (random.nextLong(2_000_000_000L) - 200_000_000L) * (i % 2 == 0 ? 1000L : 1L);

            assertThat(path(cached, Map.of("at", ms)))
                    .as("%d ms", ms)
                    .isEqualTo(expected.format(Instant.ofEpochMilli(ms)));
        }
    }

    private static Partitioner byField(String field) {
        return time("YYYY-MM-dd'T'HH", "timestamp.extractor", "RecordField", "timestamp.field", field);
    }

    private static Partitioner time(String pathFormat, String... more) {
        List<String> settings =
                new ArrayList<>(List.of("partitioner.class", "TimeBasedPartitioner", "path.format", pathFormat));
        settings.addAll(List.of(more));
        return partitioner(settings.toArray(String[]::new));
    }

    private static Partitioner fields(String names) {
        return partitioner("partitioner.class", "FieldPartitioner", "partition.field.name", names);
    }

    private static Partitioner partitioner(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("store.url", "file:///", "flush.size", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return Partitioner.of(HdfsSinkConfig.parse(given).partitioning(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String path(Partitioner partitioner, Map<String, ?> value) {
        return partitioner.outputPartition(record(NOW), value(value));
    }

    private static SinkRecord record(@Nullable Instant time) {
        return new SinkRecord(
                "t",
                3,
                null,
                null,
                null,
                null,
                0,
                time == null ? null : time.toEpochMilli(),
                TimestampType.CREATE_TIME);
    }

    @Test
    void shouldPutTheTimeBelowTheFields() {
        assertThat(path(
                        partitioner(
                                "partitioner.class", "FieldAndTimeBasedPartitioner",
                                "partition.field.name", "country,nested.city",
                                "path.format", "'dt'=YYYY-MM-dd",
                                "timestamp.extractor", "RecordField",
                                "timestamp.field", "at"),
                        Map.of("country", "NL", "nested", city("A/B"), "at", NOW.toEpochMilli())))
                .isEqualTo("country=NL/city=A%2FB/dt=2026-11-22");
    }

    private static final Schema CITY =
            SchemaBuilder.record("City").fields().optionalString("city").endRecord();

    private static final Schema VALUE = value();

    private static Schema value() {
        return SchemaBuilder.record("Value")
                .fields()
                .optionalString("country")
                .optionalInt("size")
                .optionalBoolean("open")
                .optionalLong("count")
                .name("day")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type(DATE)
                .endUnion()
                .nullDefault()
                .name("at")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type(MILLIS)
                .endUnion()
                .nullDefault()
                .name("exact")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type(MICROS)
                .endUnion()
                .nullDefault()
                .name("price")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type(CENTS)
                .endUnion()
                .nullDefault()
                .name("nested")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type(CITY)
                .endUnion()
                .nullDefault()
                .name("labels")
                .type()
                .unionOf()
                .nullType()
                .and()
                .map()
                .values()
                .stringType()
                .endUnion()
                .nullDefault()
                .endRecord();
    }

    private static GenericRecord value(Map<String, ?> fields) {
        GenericRecord record = new GenericData.Record(VALUE);
        fields.forEach(record::put);
        return record;
    }

    private static GenericRecord city(String name) {
        GenericRecord record = new GenericData.Record(CITY);
        record.put("city", name);
        return record;
    }

    private static ByteBuffer bytes(BigDecimal value) {
        return ByteBuffer.wrap(value.unscaledValue().toByteArray());
    }
}
