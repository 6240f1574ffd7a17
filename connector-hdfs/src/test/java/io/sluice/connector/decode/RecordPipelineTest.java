/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordPipelineTest {

    @Test
    @Tag("check-28")
    void shouldKeepWhereTheRecordComesFromWhateverTransformsRenamed() {
        SinkRecord original = Records.of("{\"a\":1}");
        SinkRecord renamed = original.newRecord(
                "elsewhere", 9, null, null, original.valueSchema(), original.value(), original.timestamp());

        DecodedRecord decoded = json().process(renamed).orElseThrow();

        assertThat(decoded.topic()).isEqualTo("web.clicks");
        assertThat(decoded.partition()).isEqualTo(3);
        assertThat(decoded.offset()).isEqualTo(42);
        assertThat(decoded.timestampMs()).isEqualTo(Records.TIMESTAMP_MS);
        assertThat(decoded.outputPartition()).isEqualTo("partition=3");
    }

    @Test
    void shouldGiveARecordWithoutATimestampMinusOne() {
        SinkRecord record =
                new SinkRecord("t", 0, null, null, null, "{\"a\":1}", 0, null, TimestampType.NO_TIMESTAMP_TYPE);

        assertThat(json().process(record).orElseThrow().timestampMs()).isEqualTo(-1);
    }

    @Test
    void shouldFailOnATombstoneUnlessToldToLeaveItOut() {
        assertThatThrownBy(() -> json().process(Records.of(null, 8)))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "web.clicks-3@8: the value is null (a tombstone): behavior.on.null.values=ignore leaves such out,"
                                + " write marks a row as deleted");
        assertThat(Pipelines.of("value.format", "json", "behavior.on.null.values", "ignore")
                        .process(Records.of(null, 8)))
                .isEmpty();
    }

    @Test
    void shouldSayWhoseOutputPartitionCannotBeFound() {
        RecordPipeline pipeline = Pipelines.of(
                "value.format", "json", "partitioner.class", "FieldPartitioner", "partition.field.name", "city");

        assertThatThrownBy(() -> pipeline.process(Records.of("{\"a\":1}")))
                .isInstanceOf(DecodeException.class)
                .hasMessage("web.clicks-3@42: field 'city' is not in the record: web_clicks has [a]");
    }

    @Test
    void shouldRefuseAnOutputPartitionThatNoDirectoryCanBeNamedBy() {
        RecordPipeline pipeline = byCity();
        String longest = "é".repeat((255 - "city=".length()) / 2);

        assertThat(pipeline.process(city(longest)).orElseThrow().outputPartition())
                .isEqualTo("city=" + longest);
        assertThatThrownBy(() -> pipeline.process(city(longest + "x")))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "web.clicks-3@42: its output partition cannot be a directory: 256 bytes where HDFS takes 255,"
                                + " in String 'city=" + "é".repeat(75) + "…'");
    }

    @Test
    void shouldCountTheBytesOfEscapesToo() {
        assertThat(byCity().process(city("/".repeat(83))).orElseThrow().outputPartition())
                .isEqualTo("city=" + "%2F".repeat(83));
        assertThatThrownBy(() -> byCity().process(city("/".repeat(84))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("257 bytes");
    }

    /** No file system has a name with it. */
    @Test
    void shouldEscapeTheCharacterZero() {
        assertThat(byCity().process(city("a\\u0000b")).orElseThrow().outputPartition())
                .isEqualTo("city=a%00b");
    }

    private static RecordPipeline byCity() {
        return Pipelines.of(
                "value.format", "json", "partitioner.class", "FieldPartitioner", "partition.field.name", "city");
    }

    private static SinkRecord city(String name) {
        return Records.of("{\"city\":\"" + name + "\"}");
    }

    private static RecordPipeline json() {
        return Pipelines.of("value.format", "json");
    }
}
