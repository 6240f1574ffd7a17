/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.Nameservice;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.MiniDFSNNTopology;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.server.datanode.DataNodeFaultInjector;
import org.jspecify.annotations.Nullable;

/** An HDFS of two NameNodes and three datanodes, all of which fail on demand, one thing at a time. To be closed. */
final class FaultyHdfs implements Disk, AutoCloseable {

    private static final String NAMESERVICE = "faulty";
    private static final int DATANODES = 3;
    private static final long SLOW_MS = 20;

    /** What can be wrong with it. Each can be put right again. */
    enum Fault {
        /** With whatever pipelines it is in. */
        DATANODE_KILLED,
        /** The active one, and no other takes over. */
        NAMENODE_DOWN,
        FAILOVER,
        SAFE_MODE,
        QUOTA_EXCEEDED,
        DATANODES_SLOW
    }

    private final MiniDFSCluster cluster;
    private final Configuration client;
    private final DistributedFileSystem admin;
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor();
    private @Nullable ScheduledFuture<?> beating;
    private int active;
    private int directories;
    private @Nullable Runnable remedy;

    private FaultyHdfs(MiniDFSCluster cluster, Configuration client) throws IOException {
        this.cluster = cluster;
        this.client = client;
        this.admin = (DistributedFileSystem) FileSystem.newInstance(URI.create(uri()), client);
    }

    static FaultyHdfs start(Path directory) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        configuration.setLong("dfs.blocksize", 1 << 20);
        configuration.setLong("dfs.heartbeat.interval", 1);
        configuration.setInt("dfs.namenode.heartbeat.recheck-interval", 500);
        configuration.setLong("dfs.lease-recheck-interval-ms", 200);
        configuration.setLong("dfs.namenode.redundancy.interval.seconds", 1);
        configuration.setInt("dfs.namenode.safemode.extension", 0);
        configuration.setInt("dfs.ha.tail-edits.period", 1);
        configuration.setBoolean("dfs.namenode.audit.loggers.enabled", false);
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                .nnTopology(MiniDFSNNTopology.simpleHATopology())
                .numDataNodes(DATANODES)
                .build();
        cluster.waitActive();
        cluster.transitionToActive(0);
        FaultyHdfs hdfs = new FaultyHdfs(cluster, client(cluster, configuration));
        // Leases are recovered, and replicas reported, by what the heartbeats bring.
        hdfs.beating = hdfs.heartbeats.scheduleWithFixedDelay(hdfs::heartbeat, 50, 50, TimeUnit.MILLISECONDS);
        return hdfs;
    }

    private void heartbeat() {
        try {
            cluster.triggerHeartbeats();
        } catch (IOException | RuntimeException e) {
            // A datanode that is on its way up or down has none.
            LockSupport.parkNanos(1);
        }
    }

    /** One that does not wait long for what is away. */
    private static Configuration client(MiniDFSCluster cluster, Configuration configuration) {
        Configuration client = new Configuration(configuration);
        Nameservice.settings(NAMESERVICE, cluster).forEach(client::set);
        client.setInt("dfs.client.failover.max.attempts", 4);
        client.setInt("dfs.client.failover.sleep.base.millis", 20);
        client.setInt("dfs.client.failover.sleep.max.millis", 100);
        client.setInt("ipc.client.connect.max.retries", 1);
        client.setInt("ipc.client.connect.retry.interval", 50);
        client.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        client.setInt("dfs.client.block.write.locateFollowingBlock.retries", 10);
        return client;
    }

    @Override
    public String uri() {
        return "hdfs://" + NAMESERVICE;
    }

    @Override
    public FileStore client() throws IOException {
        return HadoopFileStore.open(URI.create(uri()), client);
    }

    @Override
    public StorePath newDirectory() throws IOException {
        StorePath directory = new StorePath("/worlds/" + directories++);
        admin.mkdirs(path(directory));
        return directory;
    }

    private static org.apache.hadoop.fs.Path path(StorePath directory) {
        return new org.apache.hadoop.fs.Path(directory.value());
    }

    boolean healthy() {
        return remedy == null;
    }

    /**
     * Breaks something that is whole.
     *
     * @param which of several, if there are several
     * @param directory that the fault is to be noticed in
     */
    void breakDown(Fault fault, int which, StorePath directory) throws IOException {
        switch (fault) {
            case DATANODE_KILLED -> killDataNode(which % DATANODES);
            case NAMENODE_DOWN -> {
                cluster.shutdownNameNode(active);
                remedy = () -> run(() -> {
                    cluster.restartNameNode(active);
                    cluster.transitionToActive(active);
                });
            }
            case FAILOVER -> {
                cluster.transitionToStandby(active);
                remedy = () -> run(() -> {
                    active = 1 - active;
                    cluster.transitionToActive(active);
                });
            }
            case SAFE_MODE -> {
                cluster.getNameNode(active)
                        .getRpcServer()
                        .setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_ENTER, false);
                remedy = () -> run(() -> cluster.getNameNode(active)
                        .getRpcServer()
                        .setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_LEAVE, false));
            }
            case QUOTA_EXCEEDED -> {
                // Not a byte more, and not a name.
                admin.setQuota(path(directory), 1, 1);
                remedy = () -> run(
                        () -> admin.setQuota(path(directory), HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET));
            }
            case DATANODES_SLOW -> slowDown();
        }
    }

    private void killDataNode(int which) {
        DataNodeProperties killed = cluster.stopDataNode(which);
        remedy = () -> run(() -> {
            cluster.restartDataNode(killed, true);
            cluster.waitActive(active);
        });
    }

    private void slowDown() {
        DataNodeFaultInjector before = DataNodeFaultInjector.get();
        DataNodeFaultInjector.set(new DataNodeFaultInjector() {
            @Override
            public void delaySendingAckToUpstream(String upstream) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MS));
            }
        });
        remedy = () -> DataNodeFaultInjector.set(before);
    }

    /** Puts right what is broken; if nothing is, nothing happens. */
    void repair() {
        Runnable known = remedy;
        remedy = null;
        if (known != null) {
            known.run();
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        repair();
        if (beating != null) {
            beating.cancel(true);
        }
        heartbeats.shutdownNow();
        admin.close();
        cluster.shutdown(true);
    }
}
