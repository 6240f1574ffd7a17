/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata.io;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds all of a broker's data, open and locked. An empty one becomes a data directory by itself.
 *
 * <pre>
 *   .lock              held while a broker runs
 *   meta.properties    cluster.id, node.id: written once
 *   metadata.journal   what the cluster consists of
 *   log/               the log engine's
 * </pre>
 */
public final class DataDir implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String IDENTITY = "meta.properties";
    private static final String VERSION = "1";

    private final Path path;
    private final FileChannel lockFile;
    private final String clusterId;
    private final int brokerId;

    private DataDir(Path path, FileChannel lockFile, String clusterId, int brokerId) {
        this.path = path;
        this.lockFile = lockFile;
        this.clusterId = clusterId;
        this.brokerId = brokerId;
    }

    /**
     * Opens a data directory, or makes one.
     *
     * @param brokerId checked against what is stored
     * @throws KafkaException saying what is wrong and what to do: in use by another broker, of another broker
     * @throws IOException if the disk fails
     */
    public static DataDir open(Path path, int brokerId) throws IOException {
        return open(path, brokerId, Uuid.randomUuid().toString());
    }

    /**
     * Opens or makes a further directory of the same broker, such as on another disk.
     *
     * @throws KafkaException as {@link #open}; also if it belongs to another cluster
     */
    public DataDir join(Path further) throws IOException {
        DataDir other = open(further, brokerId, clusterId);
        if (!other.clusterId.equals(clusterId)) {
            other.close();
            throw new KafkaException(further + " holds data of cluster " + other.clusterId + ", and " + path
                    + " that of cluster " + clusterId + ": set log.dirs right");
        }
        return other;
    }

    private static DataDir open(Path path, int brokerId, String newClusterId) throws IOException {
        Files.createDirectories(path);
        FileChannel lockFile = lock(path);
        try {
            Path identity = path.resolve(IDENTITY);
            if (Files.notExists(identity)) {
                refuseForeign(path);
                write(identity, newClusterId, brokerId);
            }
            Properties stored = new Properties();
            stored.load(new StringReader(Files.readString(identity)));
            String clusterId = require(stored, "cluster.id", identity);
            if (!require(stored, "version", identity).equals(VERSION)) {
                throw new KafkaException(identity + " has version " + stored.getProperty("version")
                        + ", and this broker knows " + VERSION + ": it was written by a newer one");
            }
            if (!require(stored, "node.id", identity).equals(Integer.toString(brokerId))) {
                throw new KafkaException(path + " holds the data of node.id=" + stored.getProperty("node.id")
                        + ", and this broker is configured as node.id=" + brokerId
                        + ": set node.id or log.dir right");
            }
            return new DataDir(path, lockFile, clusterId, brokerId);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new KafkaException(path + " is in use by another broker (its .lock is held);"
                    + " stop that one, or give this one another log.dir");
        }
        return file;
    }

    /** A directory without an identity must be empty: an identity that got lost must not become a new cluster. */
    private static void refuseForeign(Path path) throws IOException {
        try (var files = Files.list(path)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK) && !name.equals(IDENTITY + ".tmp") && !name.equals("lost+found"))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new KafkaException(path + " has no " + IDENTITY + " but is not empty (there is '" + name
                                + "'): it is not a data directory, or lost that file; give an empty one as log.dir");
                    });
        }
    }

    private static void write(Path identity, String clusterId, int brokerId) throws IOException {
        DurableFiles.replace(
                identity, "version=" + VERSION + "\ncluster.id=" + clusterId + "\nnode.id=" + brokerId + "\n");
    }

    private static String require(Properties stored, String key, Path file) {
        String value = stored.getProperty(key);
        if (value == null) {
            throw new KafkaException(file + " has no " + key + ": restore it from a backup");
        }
        return value;
    }

    public Path path() {
        return path;
    }

    public Path journal() {
        return path.resolve("metadata.journal");
    }

    public Path log() {
        return log(path);
    }

    /** The log engine's part of a data directory. */
    public static Path log(Path dataDir) {
        return dataDir.resolve("log");
    }

    public String clusterId() {
        return clusterId;
    }

    public int brokerId() {
        return brokerId;
    }

    /** Lets another broker in. Idempotent. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
