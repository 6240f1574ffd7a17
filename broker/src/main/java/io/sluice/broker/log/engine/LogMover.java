/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.LogPlacement;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.segment.LogDirs;
import io.sluice.broker.log.segment.PartitionDirectory;
import io.sluice.broker.log.segment.SegmentMove;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings logs to other directories, one after the other. Its thread begins with the first move; the last step of each is
 * done on the storage thread, so that nothing else happens to the log meanwhile.
 */
final class LogMover {
    private static final Logger LOG = LoggerFactory.getLogger(LogMover.class);

    /** How often to copy what has come meanwhile, before the storage thread waits for the rest. */
    private static final int ROUNDS = 3;

    private final LogDirs dirs;
    private final StorageThread storage;
    private final Journal journal;
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "sluice-log-mover"));
    private final Map<WalPartitionLog, SegmentMove> wanted = new ConcurrentHashMap<>();
    private volatile boolean closing;

    LogMover(LogDirs dirs, StorageThread storage, Journal journal) {
        this.dirs = dirs;
        this.storage = storage;
        this.journal = journal;
    }

    /** See {@link LogPlacement#move}. */
    void move(WalPartitionLog log, Path directory) {
        PartitionDirectory target = dirs.in(directory, log.partition());
        IOException failure = dirs.failureOf(directory);
        if (failure != null) {
            throw new KafkaStorageException(directory + " is offline: " + failure.getMessage(), failure);
        }
        if (closing) {
            return;
        }
        if (target.equals(log.segments().directory())) {
            wanted.remove(log); // whoever moves it elsewhere sees that it is not wanted any more
            return;
        }
        SegmentMove underWay = wanted.get(log);
        if (underWay == null || !underWay.target().equals(target.path())) {
            SegmentMove move = log.segments().moveTo(target);
            wanted.put(log, move);
            executor.execute(() -> run(log, move, target));
        }
    }

    Map<PartitionLog, LogPlacement.Move> underWay() {
        Map<PartitionLog, LogPlacement.Move> moves = new HashMap<>();
        wanted.forEach((log, move) ->
                moves.put(log, new LogPlacement.Move(move.target().getParent(), move.copiedBytes())));
        return moves;
    }

    private void run(WalPartitionLog log, SegmentMove move, PartitionDirectory target) {
        boolean moved = false;
        try {
            boolean copied = true;
            for (int i = 0; i < ROUNDS && copied; i++) {
                copied = move.copy(() -> isWanted(log, move));
            }
            moved = copied && storage.call(() -> finish(log, move, target)).join();
        } catch (CancellationException e) {
            LOG.debug("The log is being closed", e);
        } catch (IOException | CompletionException e) {
            LOG.error(
                    "Moving {} to {} failed: {}. It stays where it is",
                    log.partition().topicPartition(),
                    move.target().getParent(),
                    e.toString());
        } finally {
            wanted.remove(log, move);
        }
        if (!moved) {
            discard(move);
        }
    }

    private boolean isWanted(WalPartitionLog log, SegmentMove move) {
        return !closing && !log.isDeleted() && wanted.get(log) == move;
    }

    private boolean finish(WalPartitionLog log, SegmentMove move, PartitionDirectory target) throws IOException {
        if (!isWanted(log, move) || !journal.isOpen()) {
            return false;
        }
        move.prepare();
        PartitionDirectory source = log.segments().directory();
        try {
            move.commit();
        } catch (IOException | RuntimeException e) {
            journal.fail(e);
            throw e;
        }
        dirs.moved(source, target);
        LOG.info(
                "{} has moved to {}",
                log.partition().topicPartition(),
                target.path().getParent());
        try {
            move.clean();
        } catch (IOException e) {
            LOG.warn("{} can not be deleted: {}. The next start does it", source.path(), e.toString());
        }
        return true;
    }

    private static void discard(SegmentMove move) {
        try {
            move.discard();
        } catch (IOException e) {
            LOG.warn(
                    "What was copied to {} can not be deleted: {}",
                    move.target().getParent(),
                    e.toString());
        }
    }

    /** Ends what is under way, without effect. Idempotent. */
    void close() {
        closing = true;
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // the files must not be closed under it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
