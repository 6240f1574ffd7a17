/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderFactory;
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
    public static RealCluster start(Path directory) throws IOException, GeneralSecurityException {
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
        KeyProvider keys = KeyProviderFactory.getProviders(configuration).get(0);
        keys.createKey(KEY, KeyProvider.options(configuration).setBitLength(128));
        keys.flush();
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
        Map<String, String> settings = new HashMap<>();
        settings.put("fs.defaultFS", "hdfs://" + NAMESERVICE);
        settings.put("dfs.nameservices", NAMESERVICE);
        settings.put("dfs.ha.namenodes." + NAMESERVICE, "nn0,nn1");
        for (int i = 0; i < 2; i++) {
            settings.put(
                    "dfs.namenode.rpc-address." + NAMESERVICE + ".nn" + i, "localhost:" + cluster.getNameNodePort(i));
        }
        settings.put(
                "dfs.client.failover.proxy.provider." + NAMESERVICE,
                "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
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
