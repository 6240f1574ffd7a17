/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.StoredBatches;
import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.LogDirs;
import io.sluice.broker.log.segment.PartitionDirectory;
import io.sluice.broker.log.segment.SegmentAppend;
import io.sluice.broker.log.wal.WalFiles;
import io.sluice.broker.log.wal.WalFormat;
import io.sluice.broker.log.wal.WalFormat.EntryHeader;
import io.sluice.broker.log.wal.WalPosition;
import io.sluice.broker.log.wal.WalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the logs back: the last checkpoint, its segments cut to what it vouches for, then the write-ahead log from
 * there on.
 *
 * <p>Every step may be repeated: a crash in the middle leaves what the next start can begin with again.
 */
final class Recovery implements WalReader.Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** What to bring together before it is written to segments. */
    private static final long REPLAY_BYTES = 32 << 20;

    private final LogDirs dirs;
    private final Path dataDirectory;
    private final WalFiles walFiles;
    private final ReplacementFiles replacementFiles;
    private final Logs logs;
    private final Bundles bundles;
    private final SegmentRuns runs;
    private final Function<TopicIdPartition, WalPartitionLog> newLog;
    private final long nowMs;
    /** In the checkpoint, but without its directory: its deletion must come up in the write-ahead log. */
    private final Set<Uuid> missing = new HashSet<>();
    /** Ends of segments that are in the checkpoint but not there: the log's start must turn out to be behind them. */
    private final Map<WalPartitionLog, Long> vanished = new HashMap<>();

    Recovery(
            LogDirs dirs,
            WalFiles walFiles,
            ReplacementFiles replacementFiles,
            Logs logs,
            Bundles bundles,
            LogDisks disks,
            Function<TopicIdPartition, WalPartitionLog> newLog,
            long nowMs) {
        this.dirs = dirs;
        this.dataDirectory = dirs.all().get(0);
        this.walFiles = walFiles;
        this.replacementFiles = replacementFiles;
        this.logs = logs;
        this.bundles = bundles;
        this.runs = new SegmentRuns(bundles, disks, early -> {});
        this.newLog = newLog;
        this.nowMs = nowMs;
    }

    /**
     * What was found.
     *
     * @param nextFile sequence for the next file of the write-ahead log
     * @param checkpoint number of the one that it began with
     */
    record Result(long nextFile, long replayedBytes, long checkpoint) {}

    Result run(CheckpointFile file) throws IOException {
        NavigableMap<Long, Path> wal = walFiles.list();
        Checkpoint checkpoint = file.read().orElse(Checkpoint.NONE);
        boolean fresh = checkpoint.position().equals(WalPosition.START);
        if (fresh && !wal.isEmpty() && wal.firstKey() > 1) {
            throw new IOException("The checkpoint in " + dataDirectory + " is missing, and the write-ahead log begins "
                    + "only at file " + wal.firstKey() + ". Restore log.checkpoint from a copy of the disk");
        }
        if (fresh && wal.isEmpty() && !dirs.partitions().isEmpty()) {
            throw new IOException(dataDirectory + " holds partitions, but neither a checkpoint nor a write-ahead log. "
                    + "Restore them, or name an empty directory");
        }
        long lastFile = wal.isEmpty() ? checkpoint.position().fileSequence() : wal.lastKey();
        boolean clean = checkpoint.clean() && lastFile <= checkpoint.position().fileSequence();
        List<Replacement> replacements = replacementFiles.since(checkpoint);
        checkpoint.with(replacements).logs().forEach(this::restore);
        bundles.bringBack();
        long replayed = 0;
        if (clean) {
            checkDirectories();
        } else {
            finish(replacements);
            bringBackToCheckpoint();
            bundles.replaying(true);
            replayed = new WalReader(walFiles).replay(checkpoint.position(), this);
            runs.write();
            bundles.replaying(false);
            checkComplete();
            logs.all()
                    .forEach(log -> log.<Void>locked((state, tail) -> {
                        state.endAtLeastAt(log.stored().endOffset(-1));
                        state.beginEpoch();
                        return null;
                    }));
            LOG.info(
                    "Recovered {} partitions after an unclean stop; replayed {} bytes of the write-ahead log",
                    logs.all().size(),
                    replayed);
        }
        return new Result(Math.max(lastFile, checkpoint.position().fileSequence()) + 1, replayed, checkpoint.number());
    }

    /** A directory may be on a disk that is not there, or not be named any more. */
    private void checkDirectories() throws IOException {
        for (WalPartitionLog log : logs.all()) {
            if (!log.segments().states().isEmpty() && !dirs.found(log.partition())) {
                throw new IOException("The directory of " + log.partition().topicPartition() + " is not in "
                        + dirs.all() + ". Name all directories in log.dirs, or restore it");
            }
        }
    }

    private void restore(LogSnapshot snapshot) {
        WalPartitionLog log = add(snapshot.partition());
        log.stored().restore(snapshot.segments(), snapshot.extents(), bundles);
        log.<Void>locked((state, tail) -> {
            state.restore(snapshot);
            return null;
        });
    }

    private WalPartitionLog add(TopicIdPartition partition) {
        WalPartitionLog log = logs.findOrAdd(partition.topicId(), partition.partition(), () -> newLog.apply(partition));
        log.markAnnounced();
        return log;
    }

    /** A crash may have come between a replacement and the names of its files. */
    private void finish(List<Replacement> replacements) throws IOException {
        for (Replacement replacement : replacements) {
            WalPartitionLog log = logs.find(replacement.topicId(), replacement.partition());
            if (log != null && log.segments().states().contains(replacement.segment())) {
                log.segments().directory().finishReplacement(replacement.id(), replacement.baseOffset());
            }
        }
    }

    private void bringBackToCheckpoint() throws IOException {
        Set<Uuid> known = logs.topicIds();
        for (PartitionDirectory directory : dirs.partitions()) {
            if (!known.contains(directory.topicId())) {
                directory.delete(); // younger than the checkpoint: the write-ahead log holds all of it
            }
        }
        for (WalPartitionLog log : logs.all()) {
            PartitionDirectory directory = log.segments().directory();
            if (log.segments().states().isEmpty()) {
                directory.delete(); // as above; and the name may still be an older topic's when the replay begins
            } else if (directory.exists()) {
                long vanishedTo = log.segments().truncateToState();
                if (vanishedTo >= 0) {
                    vanished.put(log, vanishedTo);
                }
            } else {
                missing.add(log.partition().topicId());
                log.segments().restore(List.of());
            }
        }
    }

    @Override
    public boolean isIntact(EntryHeader header, ByteBuffer payload) {
        return StoredBatches.areIntact(payload, header.offset(), header.leaderEpoch());
    }

    @Override
    public void entry(EntryHeader header, ByteBuffer payload) throws IOException {
        WalPartitionLog log = logs.find(header.topicId(), header.partition());
        if (header.type() == WalFormat.Type.DELETE) {
            runs.write(); // what came before must be there first
            for (WalPartitionLog deleted : logs.remove(header.topicId(), doomed -> {})) {
                dirs.left(deleted.segments().directory());
                deleted.stored().delete();
            }
            missing.remove(header.topicId());
        } else if (header.type() == WalFormat.Type.CREATE) {
            String topic = StandardCharsets.UTF_8.decode(payload).toString();
            add(new TopicIdPartition(header.topicId(), header.partition(), topic));
        } else if (log == null) {
            missing.add(header.topicId());
        } else if (header.type() == WalFormat.Type.START_OFFSET) {
            log.<Void>locked((state, tail) -> {
                state.startAt(header.offset());
                return null;
            });
            runs.write(); // what came before must be there first
            log.stored().deleteBefore(header.offset());
        } else if (!missing.contains(header.topicId())) {
            replay(log, payload);
        }
    }

    private void replay(WalPartitionLog log, ByteBuffer payload) throws IOException {
        List<BatchInfo> batches = StoredBatches.read(payload);
        checkFollows(log, batches.get(0).baseOffset());
        if (!isDrained(log, batches)) {
            runs.add(log, new SegmentAppend(payload, batches));
            if (runs.sizeInBytes() >= REPLAY_BYTES) {
                runs.write();
            }
        }
        log.<Void>locked((state, tail) -> {
            for (BatchInfo batch : batches) {
                if (batch.baseOffset() >= state.endOffset()) {
                    state.apply(batch, nowMs);
                }
            }
            state.advance(state.endOffset());
            return null;
        });
    }

    private void checkFollows(WalPartitionLog log, long baseOffset) throws IOException {
        long end = Math.max(log.endOffset(), runs.endOffset(log, -1));
        if (baseOffset > end) {
            throw new IOException(
                    "The write-ahead log in " + dataDirectory + " goes on at offset " + baseOffset + " of "
                            + log.partition().topicPartition() + ", but the records from offset " + end
                            + " on are missing. Restore it from a copy of the disk");
        }
    }

    private boolean isDrained(WalPartitionLog log, List<BatchInfo> batches) {
        long end = runs.endOffset(log, -1);
        return end < 0
                ? batches.get(batches.size() - 1).lastOffset() < log.logStartOffset()
                : batches.get(0).baseOffset() < end;
    }

    private void checkComplete() throws IOException {
        if (!missing.isEmpty()) {
            throw new IOException("The directories of the topics with ids " + missing + " are missing in "
                    + dataDirectory + ". Restore them");
        }
        for (WalPartitionLog log : logs.all()) {
            if (vanished.getOrDefault(log, -1L) > log.logStartOffset()) {
                throw new IOException("Segments of " + log.partition().topicPartition() + " below offset "
                        + vanished.get(log) + " are missing. Restore them");
            }
            long end = log.stored().endOffset(log.logStartOffset());
            if (end < log.endOffset() && log.logStartOffset() < log.endOffset()) {
                throw new IOException("The log of " + log.partition().topicPartition() + " in " + dataDirectory
                        + " ends at offset " + end
                        + " although records up to " + log.endOffset()
                        + " were acknowledged: the write-ahead log is incomplete. Restore it");
            }
        }
    }
}
