/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import io.sluice.table.testing.ZoneKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSNNTopology;

/**
 * An HDFS as shops have it: two NameNodes behind a nameservice, three datanodes, keys for encryption zones, erasure coding,
 * a mount table. To be closed.
 */
public final class RealCluster implements AutoCloseable {

    /** Of encryption zones. */
    public static final String KEY = "zone-key";

    private static final String NAMESERVICE = "sluice-ns";

    private final MiniDFSCluster cluster;
    private final Configuration client;
    private int active;

    private RealCluster(MiniDFSCluster cluster, Configuration client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** Starts it; the first NameNode is active. */
    public static RealCluster start(Path directory) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        configuration.set("hadoop.security.key.provider.path", "jceks://file" + directory.resolve("keys.jceks"));
        configuration.setLong("dfs.blocksize", 1 << 20);
        configuration.setLong("dfs.heartbeat.interval", 1);
        configuration.setInt("dfs.ha.tail-edits.period", 1);
        configuration.setInt("dfs.client.socket-timeout", 120_000);
        configuration.setInt("ipc.client.connect.timeout", 120_000);
        configuration.setBoolean("dfs.namenode.audit.loggers.enabled", false);
        configuration.setBoolean("dfs.permissions.enabled", true);
        Files.createDirectories(directory);
        ZoneKeys.create(configuration, KEY);
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                .nnTopology(MiniDFSNNTopology.simpleHATopology())
                .numDataNodes(3)
                .build();
        cluster.waitActive();
        cluster.transitionToActive(0);
        Configuration client = new Configuration(configuration);
        settings(cluster).forEach(client::set);
        return new RealCluster(cluster, client);
    }

    /** How a client finds the active NameNode, and the mount table. */
    private static Map<String, String> settings(MiniDFSCluster cluster) {
        Map<String, String> settings = Nameservice.settings(NAMESERVICE, cluster);
        settings.put("fs.viewfs.mounttable.lake.link./lake", "hdfs://" + NAMESERVICE + "/mounted");
        return settings;
    }

    /** {@code hdfs://nameservice}. */
    public String uri() {
        return "hdfs://" + NAMESERVICE;
    }

    /** Of any client, under Hadoop's names. */
    public Configuration configuration() {
        return new Configuration(client);
    }

    /** The same for a connector's configuration. */
    public Map<String, String> connectorSettings() {
        Map<String, String> settings = new HashMap<>();
        settings(cluster).forEach((name, value) -> settings.put("hadoop." + name, value));
        settings.put("hadoop.hadoop.security.key.provider.path", client.get("hadoop.security.key.provider.path"));
        settings.put("hadoop.dfs.blocksize", client.get("dfs.blocksize"));
        return settings;
    }

    /** A client of the administrator. */
    public DistributedFileSystem admin() throws IOException {
        return (DistributedFileSystem) FileSystem.newInstance(java.net.URI.create(uri()), configuration());
    }

    /** The standby takes over. */
    public void failOver() throws IOException {
        cluster.transitionToStandby(active);
        active = 1 - active;
        cluster.transitionToActive(active);
    }

    @Override
    public void close() {
        cluster.shutdown(true);
    }
}
