/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.HdfsSinkConfig;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in a record, topic by topic. */
class TopicFormatsTest {

    @Test
    void shouldReadEachTopicInItsOwnWay() {
        RecordPipeline pipeline = Pipelines.of(
                "topics", "app.log,orders.csv,clicks,other",
                "value.format", "json",
                "behavior.on.null.values", "ignore",
                "metadata.columns", "offset",
                "topic.app.log.value.format", "text",
                "topic.app.log.text.pattern", "%{INT:n:int} (?<word>.*)",
                "topic.orders.csv.value.format", "csv",
                "topic.orders.csv.csv.columns", "id:long,item",
                "topic.orders.csv.metadata.columns", "",
                "topic.clicks.metadata.columns", "topic",
                "topic.clicks.behavior.on.null.values", "fail");

        assertThat(row(pipeline, "app.log", "5 x y")).isEqualTo("{\"n\": 5, \"word\": \"x y\", \"_offset\": 7}");
        assertThat(row(pipeline, "orders.csv", "5,nut")).isEqualTo("{\"id\": 5, \"item\": \"nut\"}");
        assertThat(row(pipeline, "clicks", "{\"a\":1}")).isEqualTo("{\"a\": 1, \"_topic\": \"clicks\"}");
        assertThat(row(pipeline, "other", "{\"b\":1}")).isEqualTo("{\"b\": 1, \"_offset\": 7}");
        assertThat(pipeline.process(record("other", null))).isEmpty();
        assertThatThrownBy(() -> pipeline.process(record("clicks", null))).hasMessageContaining("the value is null");
    }

    /** Then the default needs not be complete. */
    @Test
    void shouldTakeADefaultThatEachTopicCompletes() {
        RecordPipeline pipeline = Pipelines.of(
                "topics", "a, b",
                "value.format", "text",
                "topic.a.text.pattern", "(?<x>.)(?<y>.)",
                "topic.b.text.pattern", "(?<x>.*)");

        assertThat(row(pipeline, "a", "12")).isEqualTo("{\"x\": \"1\", \"y\": \"2\"}");
        assertThat(row(pipeline, "b", "12")).isEqualTo("{\"x\": \"12\"}");
    }

    /** Kafka Connect does not start a connector that returns values beyond its definition. */
    @Test
    void shouldReturnOnlyValuesOfItsDefinitionWhereNothingIsWrong() {
        assertThat(HdfsSinkConfig.validate(Map.of(
                        "store.url", "file:///", "flush.size", "1", "topics", "a", "topic.a.value.format", "json")))
                .allSatisfy(value -> {
                    assertThat(HdfsSinkConfig.definition().names()).contains(value.name());
                    assertThat(value.errorMessages()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topic.a.value.fromat             | json       | unknown key 'topic.a.value.fromat': did you mean 'topic.a.value.format'?
            topic.my.own.topic.value.fromat  | json       | did you mean 'topic.my.own.topic.value.format'?
            topic.a.behaviour.on.null.values | fail       | unknown key 'topic.a.behaviour.on.null.values': topic.<topic>.<key> sets what is in the records of one topic
            topic.value.format               | json       | 'topic.value.format' names no topic: topic.<topic>.<key> sets
            topic.a.flush.size               | 5          | 'topic.a.flush.size': 'flush.size' holds for the connector, not for a topic
            topic.a.value.format             | xml        | topic.a.value.format: must be connect, avro, json
            topic.a.value.format             | text       | topic a: value.format=text needs text.pattern
            topic.a.csv.columns              | x          | topic a: csv.columns goes with value.format=csv, not with json
            topic.b.value.format             | json       | topic 'b' has keys of its own, but is not among the connector's topics
            csv.columns                      | x          | csv.columns goes with value.format=csv, not with json
            """)
    void shouldSayWhatIsWrongWithAKeyOfATopic(String key, String value, String problem) {
        String topics = key.contains("my.own") ? "my.own.topic" : "a";
        assertThatThrownBy(() -> Pipelines.of("topics", topics, "value.format", "json", key, value))
                .hasMessageContaining("has a problem")
                .hasMessageContaining(problem);
    }

    @Test
    void shouldAllowKeysOfAFormatThatOnlySomeTopicsHave() {
        RecordPipeline pipeline = Pipelines.of(
                "topics.regex", "log-.*",
                "text.pattern", "(?<x>.*)",
                "topic.log-a.value.format", "text",
                "topic.log-b.value.format", "text",
                "topic.log-b.text.unparsed", "column");

        assertThat(row(pipeline, "log-a", "1")).isEqualTo("{\"x\": \"1\"}");
        assertThat(row(pipeline, "log-b", "1")).isEqualTo("{\"x\": \"1\", \"_unparsed\": null}");
    }

    private static String row(RecordPipeline pipeline, String topic, String value) {
        return pipeline.process(record(topic, value)).orElseThrow().value().toString();
    }

    private static SinkRecord record(String topic, @Nullable String value) {
        return new SinkRecord(topic, 0, null, null, Schema.OPTIONAL_STRING_SCHEMA, value, 7);
    }
}
