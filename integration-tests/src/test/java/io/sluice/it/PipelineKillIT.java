/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceTable;
import io.sluice.it.support.SluiceBroker;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole pipeline under SIGKILL: broker and Connect worker die at random moments while records flow, small files are
 * staged, converted and committed all the time, and in the end the table has each record once.
 */
class PipelineKillIT {

    private static final String TOPIC = "flow";
    private static final int PARTITIONS = 2;
    private static final int KILLS = 6;

    @TempDir
    Path dir;

    private SluiceBroker broker;
    private ConnectWorker worker;
    private SequenceProducer producer;
    private ParquetTable table;

    @Test
    @Tag("check-38")
    void theTableHasEachRecordOnce() throws Exception {
        MiniHdfs hdfs = MiniHdfs.shared();
        table = new ParquetTable(hdfs.uri() + "/topics/" + TOPIC, hdfs.configuration());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        broker = new SluiceBroker("pipeline-broker", dir);
        try (SluiceBroker closedLast = broker) {
            broker.start();
            Clients.createTopic(closedLast.bootstrapServers(), TOPIC, PARTITIONS);
            worker = ConnectWorker.embedded("pipeline-connect", dir, broker.bootstrapServers(), sink(hdfs));
            producer = SequenceProducer.start(broker.bootstrapServers(), TOPIC, PARTITIONS, SequenceTable::json, 400);
            try (ConnectWorker closedFirst = worker;
                    SequenceProducer closedSecond = producer) {
                closedFirst.start();
                for (int kill = 1; kill <= KILLS; kill++) {
                    awaitGrowth(random.nextInt(4));
                    killAndRestart(random.nextInt(3));
                }
                closedSecond.finish();
                long sent = closedSecond.acknowledged();
                closedFirst.awaitRows(table, sent, Duration.ofMinutes(4));
                SequenceTable.checkEachOnce(table, PARTITIONS, sent / PARTITIONS, "seed " + seed);
            }
        }
    }

    /** Lets some more files appear: none at all kills a worker that has just begun. */
    private void awaitGrowth(int files) throws IOException {
        int target = table.files().size() + files;
        long acknowledged = producer.acknowledged() + 200;
        await(files + " more files in the table")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    worker.checkAlive();
                    return producer.acknowledged() >= acknowledged
                            && table.files().size() >= target;
                });
    }

    private void killAndRestart(int which) throws IOException {
        if (which != 0) {
            worker.kill();
        }
        if (which != 1) {
            broker.kill();
            broker.start();
        }
        if (which != 0) {
            worker.start();
        }
    }

    private Map<String, String> sink(MiniHdfs hdfs) throws IOException {
        return Map.of(
                "topics", TOPIC,
                "tasks.max", "2",
                "store.url", hdfs.uri().toString(),
                "hadoop.conf.dir",
                        ConnectWorker.hadoopConfDir(dir, hdfs.configuration()).toString(),
                "value.format", "json",
                "flush.size", "250",
                "rotate.interval.ms", "1500",
                "sync.interval.ms", "100",
                "retry.backoff.ms", "200");
    }
}
