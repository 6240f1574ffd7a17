/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.wal.WalFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/**
 * {@code <data>/<topic>-<partition>/}, with the file {@code partition.metadata} in it that names the topic's id: both
 * as Kafka has them.
 */
public record PartitionDirectory(Path path, Uuid topicId) {
    private static final String METADATA = "partition.metadata";
    private static final String TOPIC_ID = "topic_id: ";
    private static final String DELETED = "-delete";
    private static final String CLEANED = ".cleaned";
    private static final String FUTURE = "-future";
    /** A file that says: this directory has taken the place of another of the same name elsewhere. */
    private static final String MOVED = "moved";

    public static PartitionDirectory of(Path dataDirectory, TopicIdPartition partition) {
        return new PartitionDirectory(
                dataDirectory.resolve(partition.topic() + "-" + partition.partition()), partition.topicId());
    }

    /** All directories of partitions, whoever they belong to now. */
    public static List<PartitionDirectory> list(Path dataDirectory) throws IOException {
        List<PartitionDirectory> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dataDirectory, Files::isDirectory)) {
            for (Path path : entries) {
                Optional<Uuid> owner = owner(path);
                owner.ifPresent(id -> found.add(new PartitionDirectory(path, id)));
            }
        }
        return found;
    }

    /** Deletes what a crash left of a deletion or a move. */
    public static void sweep(Path dataDirectory) throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(dataDirectory, "*{" + DELETED + "," + FUTURE + "}")) {
            for (Path path : entries) {
                deleteTree(path);
            }
        }
    }

    static Optional<Uuid> owner(Path path) throws IOException {
        Path metadata = path.resolve(METADATA);
        if (!Files.exists(metadata)) {
            return Optional.empty();
        }
        Optional<String> id = Files.readAllLines(metadata, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith(TOPIC_ID))
                .map(line -> line.substring(TOPIC_ID.length()).trim())
                .findFirst();
        try {
            return id.map(Uuid::fromString);
        } catch (IllegalArgumentException e) {
            throw new IOException(metadata + " is damaged: " + e.getMessage() + ". Restore it", e);
        }
    }

    /** Whether the directory is there and belongs to this topic, not to an older or newer one of the same name. */
    public boolean exists() throws IOException {
        return owner(path).filter(topicId::equals).isPresent();
    }

    /** Makes it, if it is not there. Thousands may become due at once, so nothing waits for the disk: see {@link #force}. */
    void create() throws IOException {
        if (exists()) {
            return;
        }
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            if (owner(path).isPresent()) {
                throw new IOException(
                        path + " belongs to topic id " + owner(path).get() + ", not to " + topicId, e);
            }
            deleteSegmentsBut(Set.of()); // a power cut has left them, but not whose they are
        }
        Files.writeString(path.resolve(METADATA), "version: 0\n" + TOPIC_ID + topicId + "\n");
    }

    /** Sees to it that a power cut leaves the directory there, with its owner and the names of its files. */
    void force() throws IOException {
        try (FileChannel metadata = FileChannel.open(path.resolve(METADATA), StandardOpenOption.WRITE)) {
            metadata.force(true);
            WalFiles.forceDirectory(path);
        } catch (NoSuchFileException e) {
            return; // the topic was deleted meanwhile: nothing is left to be kept
        }
        WalFiles.forceDirectory(path.getParent());
    }

    /** Renames the directory away and deletes it, if it is there and no other topic's. */
    public void delete() throws IOException {
        // Nobody's if a power cut took the name of its owner
        if (Files.isDirectory(path) && owner(path).map(topicId::equals).orElse(true)) {
            String name = path.getFileName().toString();
            // without the topic's name: with its 249 characters the whole would be too long for a file system
            Path doomed = path.resolveSibling(topicId + name.substring(name.lastIndexOf('-')) + DELETED);
            Files.move(path, doomed, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(doomed);
        }
    }

    /** A directory beside it that is not the partition's yet. */
    PartitionDirectory future() {
        String name = path.getFileName().toString();
        return new PartitionDirectory(
                path.resolveSibling(topicId + name.substring(name.lastIndexOf('-')) + FUTURE), topicId);
    }

    boolean hasMoved() {
        return Files.exists(path.resolve(MOVED));
    }

    void markMoved() throws IOException {
        Files.writeString(path.resolve(MOVED), "");
        WalFiles.forceDirectory(path);
    }

    void forgetMove() throws IOException {
        if (Files.deleteIfExists(path.resolve(MOVED))) {
            WalFiles.forceDirectory(path);
        }
    }

    /** Gives this directory the name of another, which is not there, durably. */
    void renameTo(PartitionDirectory other) throws IOException {
        Files.move(path, other.path(), StandardCopyOption.ATOMIC_MOVE);
        WalFiles.forceDirectory(other.path().getParent());
    }

    /** Deletes it as it is, if it is there. */
    void deleteNow() throws IOException {
        if (Files.exists(path)) {
            deleteTree(path);
        }
    }

    /** What the names of files end with that are to replace others: Kafka's, and a number that makes them unique. */
    static String mark(long id) {
        return "." + id + CLEANED;
    }

    /**
     * Gives the files of a replacement that is on record the names that it is known by, as far as they do not have
     * them yet. Does nothing if the directory is gone, or another topic's.
     */
    public void finishReplacement(long id, long baseOffset) throws IOException {
        if (!exists()) {
            return;
        }
        String mark = mark(id);
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path, String.format("%020d", baseOffset) + ".*" + mark)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Files.move(
                        file,
                        path.resolve(name.substring(0, name.length() - mark.length())),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    void deleteAllBut(List<Long> baseOffsets) throws IOException {
        List<String> keep = baseOffsets.stream()
                .map(offset -> String.format("%020d", offset))
                .toList();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "[0-9]*.*")) {
            for (Path file : entries) {
                String name = file.getFileName().toString();
                if (!keep.contains(name.substring(0, name.indexOf('.'))) || name.endsWith(CLEANED)) {
                    Files.delete(file);
                }
            }
        }
    }

    void deleteSegmentsBut(Set<Path> wanted) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "[0-9]*.*")) {
            for (Path file : entries) {
                if (!wanted.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path file : entries) {
                Files.deleteIfExists(file); // the cleaner may be discarding its own
            }
        }
        Files.delete(directory);
    }
}
