/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KiteStrategiesTest {

    private static final Schema RECORD = new Schema.Parser().parse("""
            {"type":"record","name":"R","fields":[
             {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
             {"name":"maybe","type":["null","long"],"default":null},
             {"name":"exact","type":{"type":"long","logicalType":"timestamp-micros"}},
             {"name":"text","type":"string"}]}""");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            at    | UTC           | 'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH | [year("at", "year"), month("at", "month"), day("at", "day"), hour("at", "hour")]
            at    | Etc/UTC       | 'dt'=YYYY-MM-dd                           | dateFormat("at", "dt", "yyyy-MM-dd")
            maybe | UTC           | 'dt'=YYYY-MM-dd/'hour'=HH                 | [dateFormat("maybe", "dt", "yyyy-MM-dd"), dateFormat("maybe", "hour", "HH")]
            at    | Europe/Berlin | 'dt'=YYYY-MM-dd                           | provided("dt", "string")
            exact | UTC           | 'dt'=YYYY-MM-dd                           | provided("dt", "string")
            text  | UTC           | 'dt'=YYYY-MM-dd                           | provided("dt", "string")
            at    | UTC           | 'week'=xxxx-ww                            | provided("week", "string")
            at    | UTC           | YYYY/MM                                   | [year("at", "path1"), month("at", "path2")]
            """)
    void shouldTellKiteOfTimes(String field, String zone, String pathFormat, String expression) {
        assertThat(strategy(
                        "partitioner.class", "TimeBasedPartitioner",
                        "path.format", pathFormat,
                        "timezone", zone,
                        "timestamp.extractor", "RecordField",
                        "timestamp.field", field))
                .map(PartitionStrategy::expression)
                .contains(expression);
    }

    @Test
    void shouldSayProvidedWhereTheTimeIsNotInTheRecord() {
        assertThat(strategy("partitioner.class", "DailyPartitioner", "timestamp.extractor", "Record"))
                .map(PartitionStrategy::expression)
                .contains(
                        "[provided(\"year\", \"string\"), provided(\"month\", \"string\"), provided(\"day\", \"string\")]");
    }

    @Test
    void shouldTellKiteOfOtherPartitioners() {
        assertThat(strategy()).map(PartitionStrategy::expression).contains("provided(\"partition\", \"int\")");
        assertThat(strategy("partitioner.class", "FieldPartitioner", "partition.field.name", "a,b.c"))
                .map(PartitionStrategy::expression)
                .contains("[provided(\"a\", \"string\"), provided(\"c\", \"string\")]");
    }

    @Test
    void shouldHaveNoStrategyForNamesThatKiteCannotHave() {
        assertThat(strategy("partitioner.class", "TimeBasedPartitioner", "path.format", "'my-dt'=YYYY"))
                .isEmpty();
        assertThat(strategy("partitioner.class", "TimeBasedPartitioner", "path.format", "'a'=YYYY/'a'=MM"))
                .isEmpty();
    }

    private static Optional<PartitionStrategy> strategy(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("store.url", "file:///", "flush.size", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return Partitioner.of(HdfsSinkConfig.parse(given).partitioning(), Clock.systemUTC())
                .strategy(RECORD);
    }
}
