/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.wal.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;

/**
 * The folder {@code replacements/}: a file for each {@link Replacement} that the last checkpoint does not know of.
 * Thread-safe.
 */
final class ReplacementFiles {
    private static final String SUFFIX = ".replacement";

    private final Path directory;
    private final ConcurrentSkipListMap<Long, Replacement> onRecord = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** @throws IOException naming the file, if one is damaged */
    ReplacementFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "*.tmp")) {
            for (Path draft : drafts) {
                Files.delete(draft); // it was never put on record
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Replacement replacement = read(file);
                onRecord.put(replacement.id(), replacement);
            }
        }
        lastId.set(onRecord.isEmpty() ? 0 : onRecord.lastKey());
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Those that a checkpoint does not know of, oldest first. */
    List<Replacement> since(Checkpoint checkpoint) {
        return onRecord.values().stream()
                .filter(replacement -> replacement.checkpoint() >= checkpoint.number())
                .sorted(Comparator.comparingLong(Replacement::id))
                .toList();
    }

    /** Writes what is to be put on record by {@link #commit}; if this fails nothing has happened. */
    DurableFile prepare(Replacement replacement) throws IOException {
        return DurableFile.prepare(path(replacement.id()), encode(replacement));
    }

    void commit(Replacement replacement, DurableFile file) throws IOException {
        file.commit();
        onRecord.put(replacement.id(), replacement);
    }

    /** Forgets what a checkpoint that is durable knows. */
    void forgetBefore(Checkpoint checkpoint) throws IOException {
        for (Replacement known : new ArrayList<>(onRecord.values())) {
            if (known.checkpoint() < checkpoint.number()) {
                Files.deleteIfExists(path(known.id()));
                onRecord.remove(known.id());
            }
        }
    }

    private Path path(long id) {
        return directory.resolve(id + SUFFIX);
    }

    private static byte[] encode(Replacement replacement) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(replacement.id());
        out.writeLong(replacement.checkpoint());
        out.writeLong(replacement.topicId().getMostSignificantBits());
        out.writeLong(replacement.topicId().getLeastSignificantBits());
        out.writeInt(replacement.partition());
        out.writeLong(replacement.cleanedTo());
        CheckpointFile.writeSegment(out, replacement.segment());
        out.writeInt(CheckpointFile.crc(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private static Replacement read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int body = bytes.length - Integer.BYTES;
        if (body <= 0 || ByteBuffer.wrap(bytes).getInt(body) != CheckpointFile.crc(bytes, body)) {
            throw new IOException(file + " is damaged (its CRC does not match). Restore it from a copy of the disk");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body));
        return new Replacement(
                in.readLong(),
                in.readLong(),
                new Uuid(in.readLong(), in.readLong()),
                in.readInt(),
                in.readLong(),
                CheckpointFile.readSegment(in));
    }
}
