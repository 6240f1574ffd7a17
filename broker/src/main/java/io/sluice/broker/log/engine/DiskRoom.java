/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.AppendOrigin;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses records before the disk is full: a disk without any room could neither compact, nor take a checkpoint, nor be
 * started on again. Reads, deletions and retention go on, and records are taken again as soon as there is room.
 *
 * <p>The records of coordinators may use half of the reserve, so that groups can still commit what they read.
 *
 * <p>The disk is asked on the storage thread, after each drain; and while it is full, when somebody wants to append.
 */
final class DiskRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    /** Of a small disk, no more than this part is kept free. */
    private static final int DISK_PART = 20;

    /** In the write-ahead log and in a segment. */
    private static final int COPIES = 2;

    private final Path directory;
    private final Disk disk;
    private final long reserveBytes;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable StorageThread storage;
    private volatile long usableBytes = Long.MAX_VALUE;

    /** The file system. */
    interface Disk {
        long totalBytes() throws IOException;

        long usableBytes() throws IOException;

        /**
         * That of several directories: the one with the least room counts. Others than the first may be gone: their
         * partitions are offline then.
         */
        static Disk of(List<Path> directories) {
            return new Disk() {
                @Override
                public long totalBytes() throws IOException {
                    return least(FileStore::getTotalSpace);
                }

                @Override
                public long usableBytes() throws IOException {
                    return least(FileStore::getUsableSpace);
                }

                private long least(Room room) throws IOException {
                    long least = room.of(Files.getFileStore(directories.get(0)));
                    for (Path directory : directories.subList(1, directories.size())) {
                        if (Files.isDirectory(directory)) {
                            least = Math.min(least, room.of(Files.getFileStore(directory)));
                        }
                    }
                    return least;
                }
            };
        }

        @FunctionalInterface
        interface Room {
            long of(FileStore store) throws IOException;
        }
    }

    DiskRoom(Path directory, Disk disk, long reserveBytes) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.reserveBytes = Math.min(reserveBytes, disk.totalBytes() / DISK_PART);
        ask();
    }

    /** Names the thread that asks the disk. */
    void start(StorageThread thread) {
        storage = thread;
    }

    /**
     * Lets records in.
     *
     * @param undrainedBytes those let in before that are not in segments yet: they are, or will be, on the disk twice
     * @throws KafkaStorageException if there is too little room for records of this origin
     */
    void admit(AppendOrigin origin, long undrainedBytes) {
        if (reserveBytes == 0) {
            return;
        }
        long usable = usableBytes - COPIES * undrainedBytes;
        if (usable >= reserveBytes) {
            return;
        }
        askSoon();
        if (origin == AppendOrigin.CLIENT || usable < reserveBytes / 2) {
            throw new KafkaStorageException(refusal(usable));
        }
    }

    private String refusal(long usable) {
        return "The disk of " + directory + " is full: " + usable + " bytes are left, and " + reserveBytes
                + " are kept free (log.disk.reserve.bytes). No records are taken until there is room: delete topics or "
                + "records, shorten their retention, or make the disk larger";
    }

    private void askSoon() {
        StorageThread thread = storage;
        if (thread != null && asking.compareAndSet(false, true)) {
            CompletableFuture<Boolean> unused = thread.call(() -> {
                        ask();
                        return true;
                    })
                    .whenComplete((done, ended) -> asking.set(false));
        }
    }

    /** Whether there is so little room that the write-ahead log should not keep more of it than it must. */
    boolean isTight() {
        return usableBytes < 2 * reserveBytes;
    }

    /** Asks the disk. On the storage thread. */
    void ask() {
        if (reserveBytes == 0) {
            return;
        }
        long before = usableBytes;
        try {
            usableBytes = disk.usableBytes();
        } catch (IOException e) {
            LOG.warn("The room on the disk of {} cannot be told: {}", directory, e.toString());
            return;
        }
        if (usableBytes < reserveBytes && before >= reserveBytes) {
            LOG.error(refusal(usableBytes));
        } else if (usableBytes >= reserveBytes && before < reserveBytes) {
            LOG.info("There is room again on the disk of {}: {} bytes. Records are taken", directory, usableBytes);
        }
    }
}
