/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.ApacheKafka;
import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectCluster;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceTable;
import io.sluice.table.testing.MiniHdfs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of Apache Kafka's own workers, fed by Apache Kafka, between which the tasks move: by a join, a kill, and a return. */
@Tag("peers")
class ApacheKafkaConnectClusterIT {

    private static final String TOPIC = "events";
    private static final String SINK = "sink";
    private static final int PARTITIONS = 4;

    @TempDir
    Path dir;

    @Test
    void eachRecordIsThereOnceWhereverTheTasksAre() throws Exception {
        MiniHdfs hdfs = MiniHdfs.shared();
        ParquetTable table = new ParquetTable(hdfs.uri() + "/topics/" + TOPIC, hdfs.configuration());
        try (KafkaServer kafka = new ApacheKafka("cluster-kafka", dir)) {
            kafka.start();
            Clients.createTopic(kafka.bootstrapServers(), TOPIC, PARTITIONS);
            try (ConnectCluster workers = new ConnectCluster("cluster-connect", dir, kafka.bootstrapServers(), 2);
                    SequenceProducer producer = SequenceProducer.start(
                            kafka.bootstrapServers(), TOPIC, PARTITIONS, SequenceTable::json, 300)) {
                workers.start(0);
                workers.create(SINK, sink(hdfs));
                workers.awaitSpread(SINK, 2, 1);
                awaitMoreFiles(table, workers);
                String alone = workers.placesOfTasks(SINK).get(0);

                workers.start(1);
                workers.awaitSpread(SINK, 2, 2);
                awaitMoreFiles(table, workers);

                workers.kill(0);
                workers.awaitSpread(SINK, 2, 1);
                assertThat(workers.placesOfTasks(SINK)).doesNotContain(alone);
                awaitMoreFiles(table, workers);

                workers.start(0);
                workers.awaitSpread(SINK, 2, 2);
                producer.finish();
                long sent = producer.acknowledged();
                awaitRows(table, sent, workers);

                SequenceTable.checkEachOnce(table, PARTITIONS, sent / PARTITIONS, "by two workers");
            }
        }
    }

    private static void awaitMoreFiles(ParquetTable table, ConnectCluster workers) throws Exception {
        int target = table.files().size() + PARTITIONS;
        try {
            await(target + " files in the table")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> table.files().size() >= target);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; the workers said:\n" + workers.output(), e);
        }
    }

    private static void awaitRows(ParquetTable table, long rows, ConnectCluster workers) {
        try {
            await(rows + " rows in the table")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> table.rowCount() >= rows);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; the workers said:\n" + workers.output(), e);
        }
    }

    private Map<String, String> sink(MiniHdfs hdfs) throws Exception {
        return Map.of(
                "connector.class", "io.sluice.connector.HdfsSinkConnector",
                "topics", TOPIC,
                "tasks.max", "2",
                "store.url", hdfs.uri().toString(),
                "hadoop.conf.dir",
                        ConnectWorker.hadoopConfDir(dir, hdfs.configuration()).toString(),
                "value.format", "json",
                "flush.size", "500",
                "rotate.interval.ms", "1500",
                "sync.interval.ms", "100",
                "retry.backoff.ms", "200");
    }
}
