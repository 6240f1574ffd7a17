/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordPipelineTest {

    @Test
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
                        "web.clicks-3@8: the value is null (a tombstone): behavior.on.null.values=ignore leaves such"
                                + " out");
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

    private static RecordPipeline json() {
        return Pipelines.of("value.format", "json");
    }
}
