/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is a file, held open and growing by a byte at each heartbeat. Whoever finds one watches it: if it grows,
 * its holder is alive. If not, its HDFS lease is recovered, so that the old holder's next heartbeat fails, and the file
 * is made anew; where there are no HDFS leases, the old holder finds another file than its own.
 *
 * <p>Thread-safe.
 */
public final class LeaseFile implements CompactionLease {

    private static final Logger log = LoggerFactory.getLogger(LeaseFile.class);
    private static final long RECOVERY_DEADLINE_MS = 120_000;
    private static final int ATTEMPTS = 5;

    /**
     * How often, and how long.
     *
     * @param heartbeatMs between two heartbeats of a holder
     * @param patienceMs without a heartbeat after which a holder counts as dead; several heartbeats long
     */
    public record Timing(long heartbeatMs, long patienceMs) {

        public static final Timing DEFAULT = new Timing(2_000, 10_000);

        public Timing {
            if (heartbeatMs <= 0 || patienceMs <= 0) {
                throw new IllegalArgumentException("heartbeat " + heartbeatMs + " ms, patience " + patienceMs + " ms");
            }
        }
    }

    private final FileStore store;
    private final StorePath file;
    private final DurableOutput out;
    private final long fileId;
    private final ScheduledExecutorService heart;
    private @Nullable IOException lost;

    private LeaseFile(FileStore store, StorePath file, DurableOutput out, long fileId) {
        this.store = store;
        this.file = file;
        this.out = out;
        this.fileId = fileId;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "compaction-lease");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void start(Timing timing) {
        // A beat that fails is kept for requireHeld to tell: the future has nothing to say.
        Future<?> unused = heart.scheduleWithFixedDelay(
                this::beat, timing.heartbeatMs(), timing.heartbeatMs(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lease of a table, from a dead holder if need be.
     *
     * @param holder who we are, for those who find the lease held
     * @throws LeaseHeldException if its holder is alive
     */
    public static LeaseFile acquire(FileStore store, TableLayout table, String holder, Timing timing)
            throws IOException {
        StorePath file = table.compaction().child("lease");
        store.makeDirectories(table.compaction());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return created(store, file, store.create(file), holder, timing);
            } catch (FileAlreadyExistsException e) {
                Optional<FileEntry> found = store.status(file);
                if (found.isPresent()) {
                    requireDead(store, found.get(), timing);
                    takeAway(store, found.get());
                }
            }
        }
        throw new LeaseHeldException("other compactors keep taking " + file + ": let only one run on this table");
    }

    private static LeaseFile created(FileStore store, StorePath file, DurableOutput out, String holder, Timing timing)
            throws IOException {
        out.write((holder + "\n").getBytes(StandardCharsets.UTF_8));
        out.syncToDisk();
        long fileId = store.status(file)
                .orElseThrow(() -> new LeaseLostException(file + " was taken away at once"))
                .fileId();
        LeaseFile lease = new LeaseFile(store, file, out, fileId);
        lease.start(timing);
        return lease;
    }

    private static void requireDead(FileStore store, FileEntry found, Timing timing) throws IOException {
        log.info(
                "found a lease on {}; watching for {} ms whether its holder is alive",
                found.path(),
                timing.patienceMs());
        long stepMs = Math.max(1, timing.patienceMs() / 10);
        for (long waitedMs = 0; waitedMs < timing.patienceMs(); waitedMs += stepMs) {
            Pause.ofMs(stepMs, "watching a lease");
            Optional<FileEntry> now = store.status(found.path());
            if (now.isEmpty()) {
                return;
            }
            if (now.get().fileId() != found.fileId() || now.get().bytes() != found.bytes()) {
                throw new LeaseHeldException("another compactor is at work on this table: it holds " + found.path()
                        + ". Wait for it, or end it; a dead one is put out by the next start");
            }
        }
    }

    private static void takeAway(FileStore store, FileEntry dead) throws IOException {
        if (store.status(dead.path()).filter(e -> e.fileId() == dead.fileId()).isPresent()) {
            log.info("its holder is dead: taking {} over", dead.path());
            store.recoverLease(dead.path(), RECOVERY_DEADLINE_MS);
            store.delete(dead.path());
        }
    }

    private synchronized void beat() {
        if (lost == null) {
            try {
                out.write('.');
                out.syncToDisk();
            } catch (IOException e) {
                lost = e;
            }
        }
    }

    @Override
    public synchronized void requireHeld() throws IOException {
        beat();
        if (lost != null) {
            throw new LeaseLostException("another compactor has taken " + file + " over: " + lost.getMessage(), lost);
        }
        if (store.status(file).filter(e -> e.fileId() == fileId).isEmpty()) {
            throw new LeaseLostException("another compactor has taken " + file + " over");
        }
    }

    @Override
    public void close() throws IOException {
        heart.shutdownNow();
        synchronized (this) {
            if (lost == null) {
                out.close();
                if (store.status(file).filter(e -> e.fileId() == fileId).isPresent()) {
                    store.delete(file);
                }
            } else {
                giveUp();
            }
        }
    }

    /** The file is another's by now; only our end of it is let go. */
    private void giveUp() {
        try {
            out.close();
        } catch (IOException e) {
            log.debug("the lost lease {} does not close", file, e);
        }
    }
}
