/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.hadoop.HdfsIdentity;
import io.sluice.table.hadoop.HdfsIdentity.Keytab;
import io.sluice.table.testing.SecureCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole task on an HDFS that lets nobody in without a Kerberos ticket, for longer than one is good. */
class SecureSinkIT {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final Duration TICKET = Duration.ofSeconds(4);

    @TempDir
    private static Path temp;

    private static @Nullable SecureCluster started;

    private final Topic topic = new Topic();

    @BeforeAll
    static void start() throws Exception {
        started = SecureCluster.start(temp, TICKET);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static SecureCluster cluster() {
        return Objects.requireNonNull(started);
    }

    /** As a cluster's administrators hand out its configuration. */
    private static Path configurationDirectory() throws IOException {
        Path directory = Files.createDirectories(temp.resolve("conf"));
        try (OutputStream out = Files.newOutputStream(directory.resolve("core-site.xml"))) {
            cluster().configuration().writeXml(out);
        }
        return directory;
    }

    private MiniWorker worker(String keytab) throws IOException {
        Map<String, String> config = new HashMap<>();
        config.put("hadoop.conf.dir", configurationDirectory().toString());
        config.put("name", "sink");
        config.put("store.url", cluster().uri() + "/secure");
        config.put("topics.dir", "topics");
        config.put("hdfs.authentication.kerberos", "true");
        config.put("connect.hdfs.principal", cluster().principal("sluice/localhost"));
        config.put("connect.hdfs.keytab", cluster().keytab(keytab).toString());
        config.put("kerberos.ticket.renew.period.ms", "500");
        config.put("flush.size", "20");
        config.put("sync.interval.ms", "1");
        config.put("retry.backoff.ms", "50");
        return new MiniWorker(new HdfsSinkTask(), config, Map.of(EVENTS, topic), new HashMap<>()).start();
    }

    @Test
    @Tag("check-23")
    void stagesRollsAndCommitsForLongerThanATicketIsGood() throws Exception {
        MiniWorker worker = worker("sluice");
        worker.assign(List.of(EVENTS));
        Instant outlived = Instant.now().plus(TICKET.multipliedBy(2));
        long[] sent = {0};
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
            topic.add(EventRecords.record(EVENTS, sent[0]++, 0, "b"));
            worker.poll(7);
            return Instant.now().isAfter(outlived) && sent[0] % 20 == 0;
        });
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
            worker.poll(7);
            return worker.metric("committed-offset") == sent[0];
        });
        assertThat(worker.metric("file-system-errors-total")).isZero();
        worker.stop();

        HdfsIdentity reader = new HdfsIdentity(
                Optional.of(new Keytab(cluster().principal("other"), cluster().keytab("other"), 500)),
                Optional.empty());
        try (FileStore store = HadoopFileStore.open(cluster().uri(), cluster().configuration(), reader)) {
            TableReader table = new TableReader(store, new StorePath("/secure/topics/events"));
            assertThat(table.rows())
                    .extracting(row -> EventRecords.found(row.value()))
                    .containsExactlyElementsOf(topic.records().values().stream()
                            .map(EventRecords::expected)
                            .toList());
            for (StorePath file : table.files()) {
                assertThat(cluster()
                                .admin()
                                .getFileStatus(new org.apache.hadoop.fs.Path(file.value()))
                                .getOwner())
                        .isEqualTo("sluice");
            }
        }
    }

    @Test
    @Tag("check-23")
    void aKeytabOfSomebodyElseIsSaidToBeWrongAtOnce() {
        assertThatThrownBy(() -> worker("other"))
                .hasMessageContaining("Kerberos refuses " + cluster().principal("sluice/localhost"));
    }
}
