/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which the segments of partitions are, perhaps on several disks. The first one also holds all that
 * is not a partition's own: write-ahead log, checkpoint, bundles.
 *
 * <p>Where a partition is, its directory says by being there; one that has none yet goes where the fewest are.
 *
 * <p>Thread-safe.
 */
public final class LogDirs {
    private final List<Path> all;
    /** As found at the start, by name. */
    private volatile Map<String, List<Path>> found;

    private volatile boolean settled;

    private final Map<Path, AtomicInteger> counts = new HashMap<>();
    /** Directories other than the first that have failed, and how. They stay so until the next start. */
    private final Map<Path, IOException> offline = new ConcurrentHashMap<>();

    /** Told once of each that fails. */
    public interface FailureListener {
        void offline(Path directory, IOException cause);
    }

    /** What a disk is asked to do. */
    @FunctionalInterface
    public interface DiskAction {
        void run() throws IOException;
    }

    private LogDirs(List<Path> all, Map<String, List<Path>> found) {
        this.all = List.copyOf(all);
        this.found = found;
        all.forEach(directory -> counts.put(directory, new AtomicInteger()));
    }

    /**
     * Looks at directories, created if they are not there, and brings moves to their end that a crash has interrupted.
     *
     * @throws IOException also if a partition is in two of them
     */
    public static LogDirs open(List<Path> directories) throws IOException {
        Map<String, List<Path>> found = new HashMap<>();
        for (Path directory : directories) {
            Files.createDirectories(directory);
            PartitionDirectory.sweep(directory);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*-[0-9]*")) {
                for (Path entry : entries) {
                    found.computeIfAbsent(entry.getFileName().toString(), name -> new ArrayList<>(1))
                            .add(directory);
                }
            }
        }
        for (Map.Entry<String, List<Path>> name : found.entrySet()) {
            if (name.getValue().size() > 1) {
                name.setValue(settle(name.getKey(), name.getValue()));
            }
        }
        return new LogDirs(directories, found);
    }

    /** One for each topic id. */
    private static List<Path> settle(String name, List<Path> directories) throws IOException {
        Map<Optional<Uuid>, Path> owners = new HashMap<>();
        for (Path directory : directories) {
            Optional<Uuid> owner = PartitionDirectory.owner(directory.resolve(name));
            Path other = owners.put(owner, directory);
            if (other != null && owner.isPresent()) {
                owners.put(owner, winner(name, owner.get(), other, directory));
            }
        }
        return List.copyOf(owners.values());
    }

    private static Path winner(String name, Uuid owner, Path one, Path other) throws IOException {
        PartitionDirectory first = new PartitionDirectory(one.resolve(name), owner);
        PartitionDirectory second = new PartitionDirectory(other.resolve(name), owner);
        if (first.hasMoved() == second.hasMoved()) {
            throw new IOException(name + " is in " + one + " and in " + other
                    + ", and neither says that it is the newer. Move the one that is not wanted out of the way");
        }
        PartitionDirectory moved = first.hasMoved() ? first : second;
        PartitionDirectory left = first.hasMoved() ? second : first;
        left.delete();
        moved.forgetMove();
        return moved.path().getParent();
    }

    public List<Path> all() {
        return all;
    }

    /** Where a partition is, or is to be. */
    public PartitionDirectory place(TopicIdPartition partition) throws IOException {
        Path home = all.size() == 1 ? all.get(0) : home(partition);
        counts.get(home).incrementAndGet();
        return PartitionDirectory.of(home, partition);
    }

    private Path home(TopicIdPartition partition) throws IOException {
        List<Path> candidates = found.getOrDefault(name(partition), List.of());
        for (Path candidate : candidates) {
            if (candidates.size() == 1
                    || PartitionDirectory.of(candidate, partition).exists()) {
                return candidate;
            }
        }
        Path fewest = all.get(0);
        for (Path directory : all) {
            if (!offline.containsKey(directory)
                    && counts.get(directory).get() < counts.get(fewest).get()) {
                fewest = directory;
            }
        }
        return fewest;
    }

    /** Where a partition would be in one of the directories. */
    public PartitionDirectory in(Path directory, TopicIdPartition partition) {
        if (!all.contains(directory)) {
            throw new IllegalArgumentException(directory + " is none of " + all);
        }
        return PartitionDirectory.of(directory, partition);
    }

    /**
     * Does something in a partition's directory, if that is not offline. What fails takes the directory offline, and
     * nothing is thrown; only without the first one, which holds all that is common, nothing goes on.
     *
     * @throws IOException if it fails in the first directory, or before {@link #settled}
     */
    public void attempt(PartitionDirectory partition, FailureListener listener, DiskAction action) throws IOException {
        Path directory = partition.path().getParent();
        if (offline.containsKey(directory)) {
            return;
        }
        try {
            action.run();
        } catch (IOException e) {
            if (!settled || directory.equals(all.get(0))) {
                throw e;
            }
            if (offline.putIfAbsent(directory, e) == null) {
                listener.offline(directory, e);
            }
        }
    }

    /** Whether any directory has failed. */
    public boolean anyOffline() {
        return !offline.isEmpty();
    }

    /** How a directory has failed, or null. */
    public @Nullable IOException failureOf(Path directory) {
        return offline.isEmpty() ? null : offline.get(directory);
    }

    /** How the directory of a partition has failed, or null. */
    public @Nullable IOException failureOf(PartitionDirectory partition) {
        return offline.isEmpty() ? null : offline.get(partition.path().getParent());
    }

    /** A partition is no more in a directory. */
    public void left(PartitionDirectory directory) {
        counts.get(directory.path().getParent()).decrementAndGet();
    }

    /** A partition has moved. */
    public void moved(PartitionDirectory from, PartitionDirectory to) {
        left(from);
        counts.get(to.path().getParent()).incrementAndGet();
    }

    /** The directories of partitions, in all of them. */
    public List<PartitionDirectory> partitions() throws IOException {
        List<PartitionDirectory> partitions = new ArrayList<>();
        for (Path directory : all) {
            partitions.addAll(PartitionDirectory.list(directory));
        }
        return partitions;
    }

    /** Whether there was a directory of this partition's name at the start. */
    public boolean found(TopicIdPartition partition) {
        return found.containsKey(name(partition));
    }

    /** All partitions with a directory have been placed: what was found is not needed any more. */
    public void settled() {
        found = Map.of();
        settled = true;
    }

    private static String name(TopicIdPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }
}
