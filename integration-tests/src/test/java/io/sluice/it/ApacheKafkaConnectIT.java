/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.it.support.ApacheKafka;
import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceTable;
import io.sluice.table.testing.MiniHdfs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector as others run it: a plugin in an unmodified Apache Kafka Connect worker, fed by Apache Kafka. */
@Tag("peers")
class ApacheKafkaConnectIT {

    private static final String TOPIC = "events";
    private static final int PARTITIONS = 2;

    @TempDir
    Path dir;

    @Test
    void writesAllRecordsOfATopicOnce() throws Exception {
        MiniHdfs hdfs = MiniHdfs.shared();
        try (KafkaServer kafka = new ApacheKafka("apache-kafka", dir)) {
            kafka.start();
            Clients.createTopic(kafka.bootstrapServers(), TOPIC, PARTITIONS);
            Map<String, String> sink = Map.of(
                    "topics", TOPIC,
                    "tasks.max", "2",
                    "store.url", hdfs.uri().toString(),
                    "hadoop.conf.dir",
                            ConnectWorker.hadoopConfDir(dir, hdfs.configuration())
                                    .toString(),
                    "value.format", "json",
                    "flush.size", "1000",
                    "rotate.interval.ms", "2000");
            ParquetTable table = new ParquetTable(hdfs.uri() + "/topics/" + TOPIC, hdfs.configuration());
            try (ConnectWorker worker =
                            ConnectWorker.withPlugin("apache-connect", dir, kafka.bootstrapServers(), sink);
                    SequenceProducer producer =
                            SequenceProducer.start(kafka.bootstrapServers(), TOPIC, PARTITIONS, SequenceTable::json)) {
                worker.start();
                await().atMost(Duration.ofMinutes(1)).until(() -> producer.acknowledged() > 10_000);
                producer.finish();
                long sent = producer.acknowledged();

                worker.awaitRows(table, sent, Duration.ofMinutes(3));

                SequenceTable.checkEachOnce(table, PARTITIONS, sent / PARTITIONS, "by Apache Kafka");
            }
        }
    }
}
