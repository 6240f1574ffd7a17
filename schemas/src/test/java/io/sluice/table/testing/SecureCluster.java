/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * HDFS and a KDC, both real: a cluster that lets nobody in without a ticket. Anybody who has one may write to its root;
 * {@code sluice} may act for {@code etl}. To be closed.
 */
public final class SecureCluster implements AutoCloseable {

    private final Path directory;
    private final MiniKdc kdc;
    private final Configuration configuration;
    private final MiniDFSCluster cluster;

    private SecureCluster(Path directory, MiniKdc kdc, Configuration configuration, MiniDFSCluster cluster) {
        this.directory = directory;
        this.kdc = kdc;
        this.configuration = configuration;
        this.cluster = cluster;
    }

    /**
     * Starts it, with the principals {@code sluice/localhost} and {@code other}.
     *
     * @param ticket how long tickets are good for, in whole seconds: so short that a test outlives one
     */
    public static SecureCluster start(Path directory, Duration ticket) throws Exception {
        Properties settings = MiniKdc.createConf();
        settings.setProperty(MiniKdc.MAX_TICKET_LIFETIME, Long.toString(ticket.toSeconds()));
        settings.setProperty(MiniKdc.MIN_TICKET_LIFETIME, "1");
        MiniKdc kdc = new MiniKdc(
                settings, Files.createDirectory(directory.resolve("kdc")).toFile());
        kdc.start();
        kdc.createPrincipal(directory.resolve("hdfs.keytab").toFile(), "hdfs/localhost", "HTTP/localhost");
        kdc.createPrincipal(directory.resolve("sluice.keytab").toFile(), "sluice/localhost");
        kdc.createPrincipal(directory.resolve("other.keytab").toFile(), "other");
        Configuration configuration = secure(directory, kdc.getRealm());
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
        SecureCluster secure = new SecureCluster(directory, kdc, configuration, cluster);
        secure.openToAll("/");
        return secure;
    }

    private static Configuration secure(Path directory, String realm) {
        String keytab = directory.resolve("hdfs.keytab").toString();
        Configuration secure = new HdfsConfiguration();
        secure.set("hadoop.security.authentication", "kerberos");
        secure.setInt("hadoop.kerberos.min.seconds.before.relogin", 1);
        for (String daemon : new String[] {"namenode", "datanode"}) {
            secure.set("dfs." + daemon + ".kerberos.principal", "hdfs/localhost@" + realm);
            secure.set("dfs." + daemon + ".keytab.file", keytab);
        }
        secure.set("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + realm);
        secure.set("dfs.web.authentication.kerberos.keytab", keytab);
        secure.setBoolean("dfs.block.access.token.enable", true);
        secure.set("dfs.data.transfer.protection", "privacy");
        secure.setBoolean("ignore.secure.ports.for.testing", true);
        secure.set("hadoop.proxyuser.sluice.hosts", "*");
        secure.set("hadoop.proxyuser.sluice.users", "etl");
        secure.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        return secure;
    }

    /** Of any client. */
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    public URI uri() {
        return cluster.getURI();
    }

    /** The file with a user's key: {@code sluice} or {@code other}, or one that is not there. */
    public Path keytab(String user) {
        return directory.resolve(user + ".keytab");
    }

    /** With the realm. */
    public String principal(String name) {
        return name + "@" + kdc.getRealm();
    }

    /** A client of the administrator. */
    public FileSystem admin() throws java.io.IOException {
        return cluster.getFileSystem();
    }

    public void openToAll(String directory) throws java.io.IOException {
        admin().setPermission(new org.apache.hadoop.fs.Path(directory), new FsPermission("777"));
    }

    @Override
    public void close() {
        cluster.shutdown(true);
        kdc.stop();
        // Whoever comes next in this JVM is to meet a Hadoop that asks nobody for a ticket.
        UserGroupInformation.reset();
    }
}
