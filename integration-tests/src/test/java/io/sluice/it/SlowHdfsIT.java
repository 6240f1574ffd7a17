/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.SluiceMain;
import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.Scrape;
import io.sluice.it.support.SequenceProducer;
import io.sluice.it.support.SequenceTable;
import io.sluice.it.support.SluiceBroker;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.rmi.registry.LocateRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import org.apache.hadoop.hdfs.server.datanode.DataNodeFaultInjector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * An HDFS that is much slower than the topic, and a Connect worker with a heap that holds a part of the topic only: the
 * consumer is held back, stays in its group meanwhile, and gets to the end once HDFS is well again. What operators see of
 * it, by Prometheus and by JMX, is looked at on the way.
 *
 * <p>{@code -Dsluice.test.slow.seconds=N}: how long HDFS is slow, which is longer than a consumer may be silent.
 */
class SlowHdfsIT {

    private static final String TOPIC = "slow";
    private static final int PARTITIONS = 2;
    private static final int FLUSH_SIZE = 2_000;
    private static final int POLL = 500;
    private static final int SLOW_SECONDS = Integer.getInteger("sluice.test.slow.seconds", 12);
    /** For each packet of 64 KiB. */
    private static final long ACK_DELAY_MS = 250;

    private static final String HEAP = "-Xmx144m";
    private static final long TOPIC_BYTES = 96L << 20;
    private static final String TEXT = "0123456789abcdef".repeat(125);

    @TempDir
    private Path dir;

    private final DataNodeFaultInjector healthy = DataNodeFaultInjector.get();

    @AfterEach
    void heal() {
        DataNodeFaultInjector.set(healthy);
    }

    @Test
    void theConsumerIsHeldBackAndStaysInItsGroup() throws Exception {
        MiniHdfs hdfs = MiniHdfs.shared();
        ParquetTable table = new ParquetTable(hdfs.uri() + "/topics/" + TOPIC, hdfs.configuration());
        int prometheus = Clients.freePort();
        int jmx = Clients.freePort();
        try (SluiceBroker broker = new SluiceBroker("slow-broker", dir)) {
            broker.start();
            Clients.createTopic(broker.bootstrapServers(), TOPIC, PARTITIONS);
            long sent = fill(broker.bootstrapServers());
            try (ConnectWorker worker = worker(broker.bootstrapServers(), hdfs, prometheus, jmx);
                    Admin admin = Clients.admin(broker.bootstrapServers())) {
                slowDown();
                worker.start();
                awaitHeldBack(worker, prometheus);
                Set<String> members = members(admin);
                assertThat(members).isNotEmpty();

                double most = watch(worker, prometheus, Duration.ofSeconds(SLOW_SECONDS));

                // Two batches that wait for their files, what is being filled, and what was on its way: of each
                // partition.
                assertThat(most).isLessThanOrEqualTo(PARTITIONS * (2 * FLUSH_SIZE + FLUSH_SIZE + POLL));
                assertThat(members(admin)).as("nobody was thrown out").isEqualTo(members);
                assertThat(Scrape.of(prometheus)
                                .sum("kafka_consumer_consumer_fetch_manager_metrics_records_lag_max")
                                .orElse(0))
                        .as("records that nobody has fetched yet")
                        .isPositive();
                assertThat(tables(hdfs, broker)).containsPattern("(?m)^ *slow .* [1-9][0-9,]* *$");

                heal();
                worker.awaitRows(table, sent, Duration.ofMinutes(4));
                SequenceTable.checkEachOnce(table, PARTITIONS, sent / PARTITIONS, "after HDFS was slow");
                assertThat(members(admin)).isEqualTo(members);
                checkShown(prometheus, jmx, sent, table);
                assertThat(tables(hdfs, broker)).containsPattern("(?m)^ *slow .* 0 *$");
            }
        }
    }

    private static long fill(String bootstrapServers) throws InterruptedException {
        SequenceProducer producer = SequenceProducer.start(
                bootstrapServers,
                TOPIC,
                PARTITIONS,
                (partition, n) -> "{\"p\":" + partition + ",\"n\":" + n + ",\"text\":\"" + n + TEXT + "\"}");
        try (SequenceProducer closed = producer) {
            await().atMost(Duration.ofMinutes(3)).until(() -> closed.acknowledged() * TEXT.length() > TOPIC_BYTES);
            closed.finish();
            return closed.acknowledged();
        }
    }

    private static void slowDown() {
        DataNodeFaultInjector.set(new DataNodeFaultInjector() {
            @Override
            public void delaySendingAckToUpstream(String upstream) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ACK_DELAY_MS));
            }
        });
    }

    private ConnectWorker worker(String bootstrapServers, MiniHdfs hdfs, int prometheus, int jmx) throws IOException {
        Map<String, String> sink = new HashMap<>(Map.of(
                "topics",
                TOPIC,
                "tasks.max",
                "1",
                "store.url",
                hdfs.uri().toString(),
                "hadoop.conf.dir",
                ConnectWorker.hadoopConfDir(dir, hdfs.configuration()).toString(),
                "value.format",
                "json",
                "flush.size",
                Integer.toString(FLUSH_SIZE),
                "rotate.interval.ms",
                "5000",
                "parquet.block.size",
                Integer.toString(8 << 20)));
        String reporter = "io.sluice.connector.metrics.PrometheusReporter";
        Map<String, String> settings = Map.of(
                "consumer.max.poll.records", Integer.toString(POLL),
                // What is fetched and not polled yet is Kafka's own, and bounded by this.
                "consumer.fetch.max.bytes", Integer.toString(2 << 20),
                "consumer.max.poll.interval.ms", Integer.toString(SLOW_SECONDS * 900),
                "metric.reporters", "org.apache.kafka.common.metrics.JmxReporter," + reporter,
                "sluice.prometheus.port", Integer.toString(prometheus),
                "consumer.metric.reporters", reporter,
                "consumer.sluice.prometheus.port", Integer.toString(prometheus));
        return ConnectWorker.embedded(
                "slow-connect",
                dir,
                bootstrapServers,
                sink,
                settings,
                HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Dcom.sun.management.jmxremote.port=" + jmx,
                "-Dcom.sun.management.jmxremote.rmi.port=" + jmx,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
    }

    /** Both partitions have all the batches in line that they may have. */
    private static void awaitHeldBack(ConnectWorker worker, int prometheus) {
        await("as many batches wait as may")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    worker.checkAlive();
                    return Scrape.of(prometheus)
                                    .sum("kafka_connect_plugins_uncommitted_records")
                                    .orElse(0)
                            >= PARTITIONS * 2 * FLUSH_SIZE;
                });
    }

    /** The most records that were on the way at once. */
    private static double watch(ConnectWorker worker, int prometheus, Duration duration) throws InterruptedException {
        Instant end = Instant.now().plus(duration);
        double most = 0;
        while (Instant.now().isBefore(end)) {
            worker.checkAlive();
            most = Math.max(
                    most,
                    Scrape.of(prometheus)
                            .sum("kafka_connect_plugins_uncommitted_records")
                            .orElse(0));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        return most;
    }

    private static Set<String> members(Admin admin) throws Exception {
        return admin
                .describeConsumerGroups(List.of("connect-slow-connect"))
                .all()
                .get()
                .get("connect-slow-connect")
                .members()
                .stream()
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    /** What {@code sluice tables} says; the last column is the lag. */
    private static String tables(MiniHdfs hdfs, SluiceBroker broker) {
        StringWriter out = new StringWriter();
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        int code =
                line.execute("tables", "--fs", hdfs.uri().toString(), "--bootstrap-server", broker.bootstrapServers());
        assertThat(code).isZero();
        return out.toString();
    }

    private static void checkShown(int prometheus, int jmx, long sent, ParquetTable table) throws Exception {
        String metric = "kafka_connect_plugins_";
        await("all is in the table, and the metrics say so")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Scrape.of(prometheus)
                                .sum(metric + "records_committed_total")
                                .orElse(0)
                        == sent);
        Scrape shown = Scrape.of(prometheus);
        assertThat(shown.sum(metric + "files_committed_total"))
                .hasValue(table.files().size());
        assertThat(shown.sum(metric + "bytes_committed_total").orElse(0)).isPositive();
        assertThat(shown.sum(metric + "committed_offset")).hasValue((double) sent);
        assertThat(shown.sum(metric + "decoded_total")).hasValue((double) sent);
        assertThat(shown.sum(metric + "bad_malformed_total")).hasValue(0);
        assertThat(shown.sum(metric + "rolls_by_records_total").orElse(0)).isPositive();
        assertThat(shown.sum(metric + "staged_bytes")).hasValue(0);
        assertThat(shown.sum(metric + "oldest_uncommitted_age_ms")).hasValue(0);
        assertThat(shown.sum(metric + "file_system_errors_total")).isPresent();

        checkJmx(jmx, sent);
    }

    @SuppressWarnings("BanJNDI") // of a program that this test has started
    private static void checkJmx(int jmx, long sent) throws Exception {
        // Not by a URL: Hadoop's client brings a JNDI of its own, which lacks a class.
        RMIServer server =
                (RMIServer) LocateRegistry.getRegistry("127.0.0.1", jmx).lookup("jmxrmi");
        try (RMIConnector connector = new RMIConnector(server, Map.of())) {
            connector.connect();
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            long records = 0;
            for (ObjectName name : beans.queryNames(
                    new ObjectName("kafka.connect:type=plugins,topic=" + TOPIC + ",partition=*,*"), null)) {
                records += ((Number) beans.getAttribute(name, "records-committed-total")).longValue();
            }
            assertThat(records).isEqualTo(sent);
        }
    }
}
