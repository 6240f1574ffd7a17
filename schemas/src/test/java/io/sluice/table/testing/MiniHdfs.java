/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS, NameNode and one datanode, in this JVM: started by the first test that asks (5 to 10 s, more on a busy
 * machine), shared by all, stopped with the JVM. Tests keep apart by {@link #newDirectory}.
 *
 * <p>System properties: {@code sluice.test.datanodes} (1), {@code sluice.test.hdfs.dir} (a temporary directory).
 */
public final class MiniHdfs {

    /** A key for encryption zones. */
    public static final String KEY = "mini-hdfs";

    private static final AtomicLong DIRECTORIES = new AtomicLong();

    private final MiniDFSCluster cluster;

    private MiniHdfs(MiniDFSCluster cluster) {
        this.cluster = cluster;
    }

    private static final class Shared {
        static final MiniHdfs HDFS = start();
    }

    public static MiniHdfs shared() {
        return Shared.HDFS;
    }

    private static MiniHdfs start() {
        try {
            String given = System.getProperty("sluice.test.hdfs.dir");
            Path base = given == null ? Files.createTempDirectory("sluice-hdfs") : Path.of(given);
            Configuration configuration = configuration(base);
            ZoneKeys.create(configuration, KEY);
            MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                    .numDataNodes(Integer.getInteger("sluice.test.datanodes", 1))
                    .build();
            cluster.waitActive();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(base), "mini-hdfs-delete"));
            return new MiniHdfs(cluster);
        } catch (IOException e) {
            throw new UncheckedIOException("the mini HDFS did not start", e);
        }
    }

    private static Configuration configuration(Path base) {
        Configuration configuration = new HdfsConfiguration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, base.toString());
        configuration.set("hadoop.security.key.provider.path", "jceks://file" + base.resolve("keys.jceks"));
        // Small enough for tests to fill several.
        configuration.setLong("dfs.blocksize", 1 << 20);
        configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 10);
        // A lease recovery is asked for again after a second, a dead client is given up after two.
        configuration.setLong("dfs.heartbeat.interval", 1);
        configuration.setLong("dfs.lease-recheck-interval-ms", 200);
        configuration.setLong("dfs.namenode.redundancy.interval.seconds", 1);
        // A busy machine is no reason for a failed test.
        configuration.setInt("dfs.client.socket-timeout", 120_000);
        configuration.setInt("ipc.client.connect.timeout", 120_000);
        configuration.setInt("ipc.client.rpc-timeout.ms", 120_000);
        configuration.setInt("dfs.datanode.socket.write.timeout", 120_000);
        // A close polls until the NameNode has heard of the last block: each 400 ms by default.
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 14);
        configuration.setBoolean("dfs.namenode.audit.loggers.enabled", false);
        return configuration;
    }

    /** The cluster itself goes with the JVM: it cannot be shut down from a shutdown hook. */
    private static void delete(Path base) {
        // Its datanode still writes: what appears while we delete is deleted the next time round.
        for (int round = 1; Files.exists(base) && round <= 10; round++) {
            try (Stream<Path> files = Files.walk(base)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (round == 10) {
                    System.err.println("left behind: " + base + " (" + e + ")");
                }
            }
        }
    }

    /** {@code hdfs://localhost:port}. */
    public URI uri() {
        return cluster.getURI();
    }

    /** A copy of the client's configuration, {@code fs.defaultFS} set. */
    public Configuration configuration() {
        Configuration configuration = new Configuration(cluster.getConfiguration(0));
        configuration.set("fs.defaultFS", uri().toString());
        return configuration;
    }

    /** A client of its own, as another process would have. To be closed by the caller. */
    public HadoopFileStore fileStore() throws IOException {
        return HadoopFileStore.open(uri(), configuration());
    }

    /** A directory that no other test uses. */
    public StorePath newDirectory(Class<?> test) throws IOException {
        StorePath directory = new StorePath(
                String.format(Locale.ROOT, "/tests/%s-%d", test.getSimpleName(), DIRECTORIES.incrementAndGet()));
        try (HadoopFileStore store = fileStore()) {
            store.makeDirectories(directory);
        }
        return directory;
    }

    /** For tests that restart nodes. They leave it as they found it. */
    public MiniDFSCluster cluster() {
        return cluster;
    }
}
