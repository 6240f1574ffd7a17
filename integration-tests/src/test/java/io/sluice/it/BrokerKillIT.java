/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceReader;
import io.sluice.it.support.SluiceBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL in the middle of produce, over and over. The producer is Kafka's own and idempotent, so what it sent again
 * after a restart must be recognised by what the broker kept of it.
 */
class BrokerKillIT {

    private static final String TOPIC = "kills";
    private static final int PARTITIONS = 3;
    private static final int KILLS = 10;

    @TempDir
    Path dir;

    @Test
    void keepsEachAcknowledgedRecordOnceAndInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (KafkaServer broker = new SluiceBroker("broker-kill", dir)) {
            broker.start();
            String bootstrap = broker.bootstrapServers();
            Clients.createTopic(bootstrap, TOPIC, PARTITIONS);
            try (SequenceProducer producer = SequenceProducer.start(bootstrap, TOPIC, PARTITIONS, BrokerKillIT::body);
                    SequenceReader tail = SequenceReader.start(bootstrap, TOPIC, PARTITIONS)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    awaitMore(producer, 1 + random.nextInt(5_000));
                    broker.kill();
                    broker.start();
                }
                awaitMore(producer, 1_000);
                producer.finish();

                await("the reader that was there all along, seed " + seed)
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> tail.count() >= producer.acknowledged());
                try (SequenceReader afresh = SequenceReader.start(bootstrap, TOPIC, PARTITIONS)) {
                    await("a reader from the beginning, seed " + seed)
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> afresh.count() >= producer.acknowledged());
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        assertThat(afresh.offsets(partition))
                                .as("offsets of partition %s, read and acknowledged, seed %s", partition, seed)
                                .isEqualTo(producer.offsets(partition))
                                .isEqualTo(tail.offsets(partition));
                    }
                    assertThat(afresh.count()).isEqualTo(producer.acknowledged());
                }
            }
        }
    }

    private static void awaitMore(SequenceProducer producer, int records) {
        long target = producer.acknowledged() + records;
        await(records + " more records acknowledged")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> producer.acknowledged() >= target);
    }

    private static String body(int partition, long sequence) {
        return partition + "/" + sequence + " " + "x".repeat((int) (sequence % 200));
    }
}
