/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS in this process: one NameNode, one DataNode, data in a directory that it finds again at the next start.
 */
public final class EmbeddedHdfs implements AutoCloseable {

    /**
     * A client asks again and again, each time after twice the pause, whether a file is complete. The first pause of 400
     * ms is meant for a NameNode across a network; here it would be most of the time that a small file takes. With a
     * shorter one it takes more turns to be as patient.
     */
    static final Map<String, String> CLIENT_SETTINGS = Map.of(
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5",
            "dfs.client.block.write.locateFollowingBlock.retries", "14");

    private final MiniDFSCluster cluster;
    private final URI uri;

    private EmbeddedHdfs(MiniDFSCluster cluster) {
        this.cluster = cluster;
        this.uri = cluster.getURI();
    }

    /**
     * Starts it, and waits until it can be written to.
     *
     * @param port of the NameNode; 0 for a free one
     */
    public static EmbeddedHdfs start(Path directory, int port) throws IOException {
        boolean format = !Files.isDirectory(directory.resolve("name-0-1"));
        Files.createDirectories(directory);
        Configuration conf = new HdfsConfiguration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        conf.setInt("dfs.replication", 1);
        // What survives kill -9 of this process is what a block file holds: the page cache suffices for that.
        conf.setInt("dfs.namenode.safemode.extension", 0);
        conf.setInt("dfs.namenode.decommission.interval", 1);
        conf.setLong("dfs.heartbeat.interval", 1);
        conf.setBoolean("dfs.permissions.enabled", false);
        conf.set("dfs.namenode.http-address", "127.0.0.1:0");
        conf.setBoolean("hadoop.jetty.logs.serve.aliases", false);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutWebHdfs(before));
        try {
            MiniDFSCluster cluster = new MiniDFSCluster.Builder(conf)
                    .numDataNodes(1)
                    .nameNodePort(port)
                    .format(format)
                    .build();
            cluster.waitActive();
            return new EmbeddedHdfs(cluster);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Leaves out WebHDFS. The NameNode's HTTP server finds its handlers by unpacking every class of a jar of 56 MB, which
     * takes as long as the rest of the start.
     */
    private static final class WithoutWebHdfs extends ClassLoader {

        WithoutWebHdfs(ClassLoader parent) {
            super("sluice-mini-hdfs", parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith("/web/resources") ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }

    public URI uri() {
        return uri;
    }

    /** Not by {@code shutdown}, which has the JVM delete all the data when it exits, asked to delete it or not. */
    @Override
    public void close() {
        cluster.shutdownDataNodes();
        cluster.shutdownNameNodes();
    }
}
