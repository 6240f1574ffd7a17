/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.SegmentedLog.ForceTask;
import io.sluice.broker.log.wal.WalFiles;
import io.sluice.broker.log.wal.WalPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes checkpoints, which bound what a restart reads: the segments touched are forced, one file says how far they
 * are, and the write-ahead log before that goes.
 *
 * <p>What a checkpoint says is looked up on the storage thread, between two drains; the slow part runs on a thread of
 * its own.
 */
final class Checkpointer {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final CheckpointFile file;
    private final ReplacementFiles replacements;
    private final WalFiles walFiles;
    private final Logs logs;
    private final LogDisks disks;
    private final Bundles bundles;
    private final Journal journal;
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "sluice-checkpoint"));
    private long lastNumber;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    /** @param lastNumber of the checkpoint that the engine was opened with */
    Checkpointer(
            CheckpointFile file,
            ReplacementFiles replacements,
            WalFiles walFiles,
            Logs logs,
            LogDisks disks,
            Bundles bundles,
            Journal journal,
            long lastNumber) {
        this.file = file;
        this.replacements = replacements;
        this.lastNumber = lastNumber;
        this.walFiles = walFiles;
        this.logs = logs;
        this.disks = disks;
        this.bundles = bundles;
        this.journal = journal;
    }

    /** Of the last checkpoint begun. On the storage thread. */
    long lastNumber() {
        return lastNumber;
    }

    /**
     * Whether one can be taken: none is running, and no log is offline. While the log is being closed, the last one
     * comes anyway.
     */
    boolean isReady() {
        return running.isDone() && journal.isOpen() && !disks.anyOffline();
    }

    /** Begins a checkpoint. On the storage thread, when everything before {@code drainedTo} is in segments. */
    void begin(WalPosition drainedTo) throws IOException {
        rewriteWastefulBundles();
        Captured captured = capture(drainedTo, false);
        // The captured state may be ahead of the disk (a batch that is queued has changed it). It may be relied on
        // only once all of it is durable: or a batch lost in a crash would be taken for a duplicate when it is retried.
        CompletableFuture<Void> allDurable = journal.barrier();
        running = allDurable.thenRunAsync(() -> finish(captured), executor);
    }

    private void rewriteWastefulBundles() throws IOException {
        Collection<Long> wasteful = bundles.wasteful();
        if (!wasteful.isEmpty()) {
            for (WalPartitionLog log : logs.all()) {
                log.stored().leave(wasteful, bundles);
            }
            bundles.flush();
        }
    }

    /** The last checkpoint. The write-ahead log and the storage thread have ended, so all is durable and drained. */
    void close(WalPosition drainedTo, boolean clean) throws IOException {
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // a checkpoint under way must end before the files are closed
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (clean) {
            write(capture(drainedTo, true));
        }
    }

    private record Captured(Checkpoint checkpoint, List<ForceTask> forces, ForceTask deletion) {}

    private Captured capture(WalPosition drainedTo, boolean clean) throws IOException {
        List<LogSnapshot> snapshots = new ArrayList<>();
        List<ForceTask> forces = new ArrayList<>();
        for (WalPartitionLog log : logs.all()) {
            if (log.isAnnounced()) {
                disks.attempt(log, () -> {
                    ForceTask force = log.segments().prepareForce();
                    forces.add(() -> disks.attempt(log, force::run));
                });
                snapshots.add(log.locked((state, tail) -> state.snapshot(
                        log.partition(), log.segments().states(), log.stored().extents())));
            }
        }
        forces.add(bundles.prepareForce());
        return new Captured(
                new Checkpoint(++lastNumber, drainedTo, clean, List.copyOf(snapshots)),
                forces,
                bundles.prepareDeletion());
    }

    /** Forces what the next checkpoint would have to wait for, on the thread of checkpoints. */
    void forceEarly(ForceTask task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                fail(e);
            }
        });
    }

    private void finish(Captured captured) {
        try {
            write(captured);
        } catch (Throwable e) { // an error as well
            fail(e);
            throw new CompletionException(e);
        }
    }

    /** No checkpoint may be taken any more: what a failed force has left on the disk is unknown. */
    private void fail(Throwable cause) {
        journal.fail(cause);
        LOG.error(
                "Bringing segments to the disk failed; the broker takes no more records until it is restarted", cause);
    }

    private void write(Captured captured) throws IOException {
        for (ForceTask force : captured.forces()) {
            force.run();
        }
        if (disks.anyOffline()) {
            return; // what it vouches for may not be there
        }
        file.write(captured.checkpoint()); // the commit point: a start from here on begins with this checkpoint
        walFiles.retireBefore(captured.checkpoint().position());
        captured.deletion().run();
        replacements.forgetBefore(captured.checkpoint());
    }
}
