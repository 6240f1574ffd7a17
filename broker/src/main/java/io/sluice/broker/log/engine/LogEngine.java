/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogPlacement;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.cleaner.io.CleanableLog;
import io.sluice.broker.log.cleaner.io.LogCleaner;
import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.FileCache;
import io.sluice.broker.log.segment.LogDirs;
import io.sluice.broker.log.segment.PartitionDirectory;
import io.sluice.broker.log.segment.SegmentedLog;
import io.sluice.broker.log.segment.StoredLog;
import io.sluice.broker.log.tail.ChunkPool;
import io.sluice.broker.log.wal.WalFiles;
import io.sluice.broker.log.wal.WalPosition;
import io.sluice.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/**
 * The log store of a broker on a local directory: one write-ahead log for all partitions, segments in Kafka's format
 * per partition.
 *
 * <pre>
 *   append ─▶ memory ─▶ WAL thread: write, fsync ─▶ acknowledge, advance ─▶ segment writer ─▶ segments
 *                └──────▶ reads of the tail                                       └─▶ checkpoint ─▶ old WAL files go
 * </pre>
 *
 * <p>Directory: {@code wal/}, {@code log.checkpoint}, {@code .lock}, {@code bundles/} that small partitions share if there
 * are many, and one folder for each other partition that has bytes; those may be in other directories as well, on
 * other disks. Three threads, those of the log cleaner and one that moves logs, whatever the number of partitions.
 */
public final class LogEngine implements LogStore, LogPlacement {
    private final Path dataDirectory;
    private final LogDirs dirs;
    private final Clock clock;
    private final FileChannel lockFile;
    private final FileCache files;
    private final Journal journal;
    private final Logs logs = new Logs();
    private final LogDisks disks;
    private final WriteAheadLog<LogEntry> wal;
    private final SegmentWriter writer;
    private final StorageThread storage;
    private final Checkpointer checkpointer;
    private final LogCleaner cleaner;
    private final LogMover mover;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Opens a data directory, created if it is not there, and recovers what it holds.
     *
     * <p>Recovered logs are found at once; until {@link #create} names their configuration, retention spares them.
     *
     * @throws IOException if the directory is in use, or holds acknowledged records that do not read back
     */
    public static LogEngine open(LogEngineConfig config, Path dataDirectory, Clock clock) throws IOException {
        return open(config, Bundles.Settings.DEFAULTS, dataDirectory, clock);
    }

    /**
     * As above, with further directories for the segments of partitions, such as on other disks.
     *
     * @param directories the first one is the data directory
     */
    public static LogEngine open(LogEngineConfig config, List<Path> directories, Clock clock) throws IOException {
        return open(config, Bundles.Settings.DEFAULTS, directories, DiskRoom.Disk.of(directories), clock);
    }

    static LogEngine open(LogEngineConfig config, Bundles.Settings bundling, Path dataDirectory, Clock clock)
            throws IOException {
        List<Path> only = List.of(dataDirectory);
        return open(config, bundling, only, DiskRoom.Disk.of(only), clock);
    }

    static LogEngine open(
            LogEngineConfig config, Bundles.Settings bundling, List<Path> directories, DiskRoom.Disk disk, Clock clock)
            throws IOException {
        Path dataDirectory = directories.get(0);
        Files.createDirectories(dataDirectory.resolve("wal"));
        FileChannel lockFile = lock(dataDirectory);
        try {
            return new LogEngine(config, bundling, LogDirs.open(directories), disk, clock, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private LogEngine(
            LogEngineConfig config,
            Bundles.Settings bundling,
            LogDirs dirs,
            DiskRoom.Disk disk,
            Clock clock,
            FileChannel lockFile)
            throws IOException {
        this.dirs = dirs;
        this.disks = new LogDisks(dirs, logs);
        this.dataDirectory = dirs.all().get(0);
        this.clock = clock;
        this.lockFile = lockFile;
        files = new FileCache(config.maxOpenFiles());
        DiskRoom room = new DiskRoom(dataDirectory, disk, config.diskReserveBytes());
        journal = new Journal(
                new ChunkPool(config.tailCacheBytes() + config.maxUndrainedBytes()), config.maxUndrainedBytes(), room);
        WalFiles walFiles = new WalFiles(
                dataDirectory.resolve("wal"), Math.toIntExact(config.checkpointBytes() / config.walFileBytes()));
        CheckpointFile checkpointFile = new CheckpointFile(dataDirectory);
        ReplacementFiles replacements = new ReplacementFiles(dataDirectory.resolve("replacements"));
        Bundles bundles = new Bundles(files, dataDirectory.resolve("bundles"), bundling, logs::size);
        Recovery.Result recovered = new Recovery(
                        dirs,
                        walFiles,
                        replacements,
                        logs,
                        bundles,
                        disks,
                        partition -> newLog(partition, LogConfig.DEFAULTS),
                        clock.millis())
                .run(checkpointFile);
        dirs.settled();
        checkpointer = new Checkpointer(
                checkpointFile, replacements, walFiles, logs, disks, bundles, journal, recovered.checkpoint());
        writer = new SegmentWriter(
                journal,
                bundles,
                disks,
                checkpointer::forceEarly,
                config.tailCacheBytes(),
                new WalPosition(recovered.nextFile(), 0));
        storage = new StorageThread(
                config,
                writer,
                journal,
                new Housekeeping(
                        config, clock, logs, disks, writer, checkpointer, walFiles, room, recovered.replayedBytes()));
        wal = WriteAheadLog.start(
                walFiles,
                recovered.nextFile(),
                new WriteAheadLog.Settings(config.flush(), config.walFileBytes(), config.walGroupBytes()),
                new Acknowledger(journal, storage, logs));
        journal.start(wal);
        storage.start();
        room.start(storage);
        Replacements replacing = new Replacements(replacements, disks, storage, checkpointer, journal);
        cleaner = new LogCleaner(config.cleaner(), () -> compacted(replacing), clock);
        cleaner.start();
        mover = new LogMover(dirs, storage, journal);
    }

    private static FileChannel lock(Path dataDirectory) throws IOException {
        FileChannel channel =
                FileChannel.open(dataDirectory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: as bad as by another
        }
        channel.close();
        throw new IOException(dataDirectory + " is in use by another broker");
    }

    private WalPartitionLog newLog(TopicIdPartition partition, LogConfig config) {
        try {
            PartitionDirectory directory = dirs.place(partition);
            return new WalPartitionLog(
                    partition, config, journal, clock, new StoredLog(new SegmentedLog(files, directory)), disks);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Where " + partition.topicPartition() + " is can not be told: " + e.getMessage(), e);
        }
    }

    @Override
    public PartitionLog create(TopicIdPartition partition, LogConfig config) {
        WalPartitionLog log =
                logs.findOrAdd(partition.topicId(), partition.partition(), () -> newLog(partition, config));
        log.reconfigure(config);
        return log;
    }

    @Override
    public Optional<PartitionLog> find(Uuid topicId, int partition) {
        return Optional.ofNullable(logs.find(topicId, partition));
    }

    private List<CleanableLog> compacted(Replacements replacing) {
        List<WalPartitionLog> all = journal.isOpen() ? logs.all() : List.of();
        return all.stream()
                .filter(log -> log.isClaimed() && log.config().compact() && !disks.isOffline(log))
                .<CleanableLog>map(log -> new CompactedLog(log, replacing))
                .toList();
    }

    /** Changes how logs are cleaned, at once. */
    public void reconfigure(CleanerConfig next) {
        cleaner.reconfigure(next);
    }

    /** The topics that have a log: after a start, to be compared with the topics there should be. */
    public Set<Uuid> topicIds() {
        return logs.topicIds();
    }

    /** Why nothing can be appended until the broker is started again; empty if it can. What is there can be read. */
    public Optional<String> failure() {
        return journal.hasFailed() ? Optional.ofNullable(journal.failed().getMessage()) : Optional.empty();
    }

    /** As above, for the records that are in one directory; those there can not be read either if it has failed. */
    public Optional<String> failure(Path directory) {
        IOException cause = dirs.failureOf(directory);
        return cause == null ? failure() : Optional.of(directory + " is offline: " + cause.getMessage());
    }

    @Override
    public void delete(Uuid topicId) {
        Collection<WalPartitionLog> removed = logs.remove(topicId, doomed -> {
            doomed.forEach(WalPartitionLog::markDeleted);
            writer.doom(topicId, doomed);
            journal.appendDelete(topicId);
        });
        removed.forEach(log -> {
            dirs.left(log.segments().directory());
            log.notifyListeners();
        });
    }

    @Override
    public Path directoryOf(PartitionLog log) {
        return ours(log).segments().directory().path().getParent();
    }

    @Override
    public void move(PartitionLog log, Path directory) {
        mover.move(ours(log), directory);
    }

    @Override
    public Map<PartitionLog, Move> moves() {
        return mover.underWay();
    }

    private static WalPartitionLog ours(PartitionLog log) {
        if (!(log instanceof WalPartitionLog ours)) {
            throw new IllegalArgumentException(log + " is not of this store");
        }
        return ours;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        mover.close();
        cleaner.close();
        journal.stop();
        // A checkpoint that has begun must get its barrier in before the write-ahead log ends, or it never comes.
        storage.call(() -> true).handle((passed, ended) -> true).join();
        wal.close();
        storage.close();
        try (lockFile;
                files) {
            // without the clean checkpoint the next start replays the write-ahead log: never wrong, only slower
            boolean allDrained = writer.drainedTo().equals(wal.end()) && !disks.anyOffline();
            checkpointer.close(writer.drainedTo(), allDrained && !journal.hasFailed());
        } catch (IOException e) {
            throw new UncheckedIOException("Closing the log in " + dataDirectory + " failed", e);
        }
    }
}
