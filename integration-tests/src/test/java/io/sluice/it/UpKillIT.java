/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.Registrations;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceTable;
import io.sluice.it.support.SluiceUp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice up} under SIGKILL: broker, connector, HDFS and registry die in the same instant, and resume. */
class UpKillIT {

    private static final String TOPIC = "flow";
    private static final int PARTITIONS = 2;
    private static final int KILLS = 3;

    @TempDir
    Path dir;

    @Test
    void resumesWithEachRecordOnce() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> sink = Map.of(
                "topics", TOPIC,
                "tasks.max", "2",
                "value.format", "json",
                "flush.size", "250",
                "rotate.interval.ms", "1500",
                "sync.interval.ms", "100",
                "retry.backoff.ms", "200",
                // The dead task's place in its consumer group falls free sooner than after 45 s
                "consumer.override.session.timeout.ms", "6000",
                "consumer.override.heartbeat.interval.ms", "1000");
        try (SluiceUp up = new SluiceUp("up-kill", dir, sink)) {
            up.start();
            Clients.createTopic(up.bootstrapServers(), TOPIC, PARTITIONS);
            ParquetTable table = new ParquetTable(up.fileSystem() + "/topics/" + TOPIC, client());
            try (SequenceProducer producer =
                    SequenceProducer.start(up.bootstrapServers(), TOPIC, PARTITIONS, SequenceTable::json, 400)) {
                Registrations registrations = new Registrations(up.registry());
                long files = 0;
                for (int kill = 1; kill <= KILLS; kill++) {
                    files += 1 + random.nextInt(6);
                    awaitFiles(up, table, files);
                    registrations.add();
                    up.kill();
                    up.start();
                }
                registrations.check();
                producer.finish();
                long sent = producer.acknowledged();
                await("all " + sent + " records in the table, seed " + seed)
                        .atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofSeconds(1))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> {
                            up.process().checkAlive();
                            return table.rowCount() >= sent;
                        });
                SequenceTable.checkEachOnce(table, PARTITIONS, sent / PARTITIONS, "seed " + seed);
            }
        }
    }

    private static void awaitFiles(SluiceUp up, ParquetTable table, long files) {
        await(files + " files in the table")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    up.process().checkAlive();
                    return table.files().size() >= files;
                });
    }

    /** Of an HDFS that is away for a while: each look gives up soon, and is taken again. */
    private static Configuration client() {
        Configuration conf = new HdfsConfiguration();
        conf.setInt("ipc.client.connect.max.retries", 1);
        conf.setInt("ipc.client.connect.retry.interval", 200);
        return conf;
    }
}
