/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.core.ConditionTimeoutException;

/** Apache Kafka's unmodified {@code connect-standalone} with our sink, in a JVM of its own. */
public final class ConnectWorker implements AutoCloseable {

    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";

    private static final String HEAP = "-Xmx512m";

    private final String name;
    private final ForkedServer process;

    private ConnectWorker(String name, ForkedServer process) {
        this.name = name;
        this.process = process;
    }

    /** A worker with the connector on its own class path, as {@code sluice up} has it. */
    public static ConnectWorker embedded(String name, Path directory, String bootstrapServers, Map<String, String> sink)
            throws IOException {
        return embedded(name, directory, bootstrapServers, sink, Map.of(), HEAP);
    }

    /**
     * As {@link #embedded(String, Path, String, Map)}.
     *
     * @param settings of the worker, beside those that are always the same
     * @param jvm options
     */
    public static ConnectWorker embedded(
            String name,
            Path directory,
            String bootstrapServers,
            Map<String, String> sink,
            Map<String, String> settings,
            String... jvm)
            throws IOException {
        Map<String, String> worker = new TreeMap<>(settings);
        worker.put("plugin.discovery", "service_load");
        return of(name, JavaCommand.ownClassPath(), directory, bootstrapServers, sink, worker, jvm);
    }

    /** Apache Kafka's worker and jars, with the connector as the plugin that its module packages. */
    public static ConnectWorker withPlugin(
            String name, Path directory, String bootstrapServers, Map<String, String> sink) throws IOException {
        return of(
                name,
                Peer.APACHE_KAFKA.classPath(),
                directory,
                bootstrapServers,
                sink,
                Map.of("plugin.path", plugins().toString()),
                HEAP);
    }

    /** The directory of plugins that has the connector, as its module packages it. */
    static Path plugins() {
        Path plugins = Project.module("connector-hdfs").resolve("target/plugin");
        if (!Files.isDirectory(plugins)) {
            throw new AssertionError(plugins + " is not there: run this test by `mvn -Ppeers -pl integration-tests -am"
                    + " verify`, which packages the connector");
        }
        return plugins;
    }

    private static ConnectWorker of(
            String name,
            List<String> classPath,
            Path directory,
            String bootstrapServers,
            Map<String, String> sink,
            Map<String, String> settings,
            String... jvm)
            throws IOException {
        String bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
        Map<String, String> lines = new TreeMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "key.converter",
                bytes,
                "value.converter",
                bytes,
                "offset.storage.file.filename",
                directory.resolve(name + ".offsets").toString(),
                "offset.flush.interval.ms",
                "500",
                "listeners",
                "http://127.0.0.1:" + Clients.freePort(),
                "consumer.metadata.max.age.ms",
                "1000",
                "consumer.session.timeout.ms",
                "6000",
                "consumer.heartbeat.interval.ms",
                "1000",
                "consumer.auto.offset.reset",
                "earliest"));
        lines.putAll(settings);
        Path worker = properties(directory.resolve(name + "-worker.properties"), lines);
        Map<String, String> config = new TreeMap<>(sink);
        config.putIfAbsent("name", name);
        config.putIfAbsent("connector.class", "io.sluice.connector.HdfsSinkConnector");
        Path connector = properties(directory.resolve(name + "-connector.properties"), config);
        List<String> options = new ArrayList<>(List.of("-Duser.timezone=UTC", "-Dlog4j2.level=warn"));
        options.addAll(List.of(jvm));
        JavaCommand command = JavaCommand.of(classPath, MAIN)
                .jvm(options.toArray(String[]::new))
                .arguments(worker.toString(), connector.toString());
        return new ConnectWorker(name, new ForkedServer(name, command));
    }

    private static Path properties(Path file, Map<String, String> settings) throws IOException {
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        return Files.write(file, lines);
    }

    /** Writes a client's configuration where {@code hadoop.conf.dir} can name it. */
    public static Path hadoopConfDir(Path directory, Configuration conf) throws IOException {
        Path dir = Files.createDirectories(directory.resolve("hadoop-conf"));
        try (var out = Files.newOutputStream(dir.resolve("core-site.xml"))) {
            conf.writeXml(out);
        }
        Files.writeString(dir.resolve("hdfs-site.xml"), "<configuration/>\n");
        return dir;
    }

    public void start() throws IOException {
        process.start();
    }

    /** Fails with its output if the worker has ended. */
    public void checkAlive() {
        process.checkAlive();
    }

    /** Waits for rows to appear in the table that it writes, and shows what it said if they do not. */
    public void awaitRows(ParquetTable table, long rows, Duration timeout) {
        try {
            await(rows + " rows in the table")
                    .atMost(timeout)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        checkAlive();
                        return table.rowCount() >= rows;
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; " + name + " said:\n" + output(), e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** The end of what it printed. */
    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
