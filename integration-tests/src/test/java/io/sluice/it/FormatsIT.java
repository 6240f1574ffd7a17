/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.SluiceBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One connector reads each of its topics in another way, in Kafka Connect's own worker: text, CSV and JSON with
 * tombstones become rows, and what is none of these goes to the dead letter queue by its name.
 */
class FormatsIT {

    private static final String ACCESS = "web.access";
    private static final String ORDERS = "orders";
    private static final String ACCOUNTS = "accounts";
    private static final String BAD = "bad-records";

    @TempDir
    Path dir;

    @Test
    @Tag("check-27")
    void eachTopicIsReadInItsOwnWayAndBadRecordsAreSetAside() throws Exception {
        try (KafkaServer broker = new SluiceBroker("formats-broker", dir)) {
            broker.start();
            for (String topic : List.of(ACCESS, ORDERS, ACCOUNTS, BAD)) {
                Clients.createTopic(broker.bootstrapServers(), topic, 1);
            }
            try (ConnectWorker worker =
                    ConnectWorker.embedded("formats-connect", dir, broker.bootstrapServers(), connector())) {
                worker.start();
                send(
                        broker,
                        record(
                                ACCESS,
                                null,
                                "h - - [22/Nov/2026:17:04:05 +0100] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\""),
                        record(ACCESS, null, "no line of an access log"),
                        record(ORDERS, null, "17,\"Bolt, M8\",12.50"),
                        record(ORDERS, null, "18,nut"),
                        record(ACCOUNTS, "1", "{\"owner\":\"Ada\"}"),
                        record(ACCOUNTS, "1", null));
                worker.awaitRows(table(ACCESS), 1, Duration.ofMinutes(2));
                worker.awaitRows(table(ORDERS), 1, Duration.ofMinutes(2));
                worker.awaitRows(table(ACCOUNTS), 2, Duration.ofMinutes(2));

                assertThat(table(ACCESS).rows(Object::toString))
                        .singleElement()
                        .asString()
                        .contains(
                                "\"time\": \"2026-11-22T16:04:05Z\"",
                                "\"path\": \"/a\"",
                                "\"status\": 200",
                                "\"user\": null");
                assertThat(table(ORDERS).rows(row -> row.get("item") + " of " + row.get("_offset")))
                        .containsExactly("Bolt, M8 of 0");
                assertThat(table(ACCOUNTS).rows(Object::toString))
                        .containsExactlyInAnyOrder(
                                "{\"owner\": \"Ada\", \"_key\": \"1\", \"_deleted\": false}",
                                "{\"owner\": null, \"_key\": \"1\", \"_deleted\": true}");
                assertThat(badRecords(broker, 2))
                        .containsExactlyInAnyOrder(
                                "no line of an access log: web.access-0@1: the text does not match text.pattern: String"
                                        + " 'no line of an access log'; text.unparsed=column keeps such texts",
                                "18,nut: orders-0@1: expected 3 cells of CSV as csv.columns has them, found 2: String"
                                        + " '18,nut'");
            }
        }
    }

    private Map<String, String> connector() {
        return Map.ofEntries(
                Map.entry("topics", String.join(",", ACCESS, ORDERS, ACCOUNTS)),
                Map.entry("store.url", "file:///"),
                Map.entry("topics.dir", dir.resolve("topics").toString()),
                Map.entry("value.format", "json"),
                Map.entry("topic.web.access.value.format", "text"),
                Map.entry("topic.web.access.text.pattern", "%{APACHE_COMBINED}"),
                Map.entry("topic.orders.value.format", "csv"),
                Map.entry("topic.orders.csv.columns", "id:long, item, price:decimal(10,2)"),
                Map.entry("topic.orders.metadata.columns", "offset"),
                Map.entry("topic.accounts.metadata.columns", "key"),
                Map.entry("topic.accounts.behavior.on.null.values", "write"),
                Map.entry("flush.size", "100000"),
                Map.entry("rotate.interval.ms", "500"),
                Map.entry("errors.tolerance", "all"),
                Map.entry("errors.deadletterqueue.topic.name", BAD),
                Map.entry("errors.deadletterqueue.topic.replication.factor", "1"),
                Map.entry("errors.deadletterqueue.context.headers.enable", "true"));
    }

    private ParquetTable table(String topic) {
        return new ParquetTable(dir.resolve("topics").resolve(topic).toUri().toString(), new Configuration());
    }

    private static ProducerRecord<String, String> record(String topic, @Nullable String key, @Nullable String value) {
        return new ProducerRecord<>(topic, key, value);
    }

    @SafeVarargs
    private static void send(KafkaServer broker, ProducerRecord<String, String>... records) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (ProducerRecord<String, String> record : records) {
                producer.send(record).get();
            }
        }
    }

    /** The records of the dead letter queue, each with what Connect says was wrong with it. */
    private static List<String> badRecords(KafkaServer broker, int count) {
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(BAD, 0)));
            Awaitility.await("bad records").atMost(Duration.ofMinutes(2)).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    byte[] message = record.headers()
                            .lastHeader("__connect.errors.exception.message")
                            .value();
                    found.add(record.value() + ": " + new String(message, StandardCharsets.UTF_8));
                }
                return found.size() >= count;
            });
        }
        return found;
    }
}
