/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By the rules that Kite's reference page gives; {@code KitePartitionsIT} asks Kite itself. */
class KitePartitionerTest {

    private static final Schema RECORD = new Schema.Parser().parse("""
        {"type":"record","name":"R","fields":[
         {"name":"ts","type":["null","long"],"default":null},
         {"name":"text","type":["null","string"],"default":null},
         {"name":"size","type":"int","default":0},
         {"name":"in","type":{"type":"record","name":"In","fields":[{"name":"city","type":"string"}]}}]}\
        """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"type":"year","source":"ts"},{"type":"month","source":"ts"},{"type":"day","source":"ts"}] | year=2026/month=03/day=07
        [hour("ts", "hour"), minute("ts", "minute")]                     | hour=04/minute=05
        dateFormat("ts", "dt", "yyyy-MM-dd HH")                          | dt=2026-03-07+04
        [{"type":"hash","source":"text","buckets":16}]                   | text_hash=9
        hash("in.city", "h", 1000)                                       | h=3
        [{"type":"identity","source":"text"}]                            | text_copy=a%2F%C3%BC+b
        [{"type":"range","source":"ts","size":1000}]                     | ts_range=1772856306000
        range("size", "r", -10, 5, 10)                                   | r=1
        range("in.city", "r", "m", "z")                                  | r=z
        [{"type":"provided","name":"batch"}]                             | batch=events-3
        """)
    void shouldNameDirectoriesAsKiteDoes(String strategy, String expected) {
        assertThat(partitioner(strategy).outputPartition(record(), value())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minute(\"ts\", \"p\")",
                "dateFormat(\"ts\", \"p\", \"HH.mm\")",
                "dateFormat(\"ts\", \"p\", \"HH.mm.ss\")"
            })
    void shouldKnowNeighboursOfOneMinuteFromOthers(String strategy) {
        Partitioner kept = partitioner(strategy);
        for (long ms : new long[] {0, 59_999, 60_000, 60_001, 61_000, -1, -60_000, -60_001, 59_999, 3_660_000}) {
            GenericRecord value = value();
            value.put("ts", ms);
            assertThat(kept.outputPartition(record(), value))
                    .as("%d ms", ms)
                    .isEqualTo(partitioner(strategy).outputPartition(record(), value));
        }
    }

    @Test
    void shouldHaveNoDirectoryForNullOrWhatIsOutOfBounds() {
        GenericRecord value = value();
        value.put("text", null);
        value.put("size", 11);
        assertThatThrownBy(() -> partitioner("hash(\"text\", \"h\", 4)").outputPartition(record(), value))
                .isInstanceOf(PartitionException.class)
                .hasMessage("field 'text' is null, and Kite has no directory for null: hash(\"text\", \"h\", 4)");
        assertThatThrownBy(() -> partitioner("range(\"size\", \"r\", 5, 10)").outputPartition(record(), value))
                .isInstanceOf(PartitionException.class)
                .hasMessageContaining("11 is behind the last bound");
    }

    @Test
    void shouldFollowTheTableThenTheSchema() {
        Partitioner partitioner = partitioner(null);
        assertThat(partitioner.followsTable()).isTrue();
        assertThatThrownBy(() -> partitioner.outputPartition(record(), value()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set kite.partition.strategy");

        Schema carrying = new Schema.Parser().parse(RECORD.toString());
        carrying.addProp("partitions", java.util.List.of(Map.of("type", "identity", "source", "size")));
        GenericRecord value = new GenericData.Record(carrying);
        value.put("size", 7);
        assertThat(partitioner.outputPartition(record(), value)).isEqualTo("size_copy=7");
        assertThat(partitioner.strategy(carrying))
                .contains(PartitionStrategy.parse("identity(\"size\", \"size_copy\", \"java.lang.Object\", -1)"));

        partitioner.adopt("events", PartitionStrategy.parse("hash(\"size\", \"h\", 4)"));
        assertThat(partitioner.outputPartition(record(), value())).isEqualTo("h=3");
        assertThatThrownBy(
                        () -> partitioner.adopt("events", PartitionStrategy.parse("provided(\"other\", \"string\")")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kite.partition.provided=other=");
    }

    private static SinkRecord record() {
        return new SinkRecord("events", 3, null, null, null, null, 7);
    }

    private static GenericRecord value() {
        GenericRecord city = new GenericData.Record(RECORD.getField("in").schema());
        city.put("city", "paris");
        GenericRecord value = new GenericData.Record(RECORD);
        value.put("ts", Instant.parse("2026-03-07T04:05:06.789Z").toEpochMilli());
        value.put("text", "a/ü b");
        value.put("size", 3);
        value.put("in", city);
        return value;
    }

    private static Partitioner partitioner(String strategy) {
        Map<String, String> given = new HashMap<>(Map.of(
                "store.url", "file:///",
                "flush.size", "1",
                "partitioner.class", "KitePartitioner",
                "kite.partition.provided", "batch=${topic}-${partition}"));
        if (strategy != null) {
            given.put("kite.partition.strategy", strategy);
        }
        return Partitioner.of(HdfsSinkConfig.parse(given).partitioning(), Clock.systemUTC());
    }
}
