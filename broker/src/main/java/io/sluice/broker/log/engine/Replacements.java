/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.SegmentRewrite;
import io.sluice.broker.log.wal.DurableFile;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts segments in the place of others: on the storage thread, so that nothing else happens to the log meanwhile. */
final class Replacements {
    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

    private final ReplacementFiles files;
    private final LogDisks disks;
    private final StorageThread storage;
    private final Checkpointer checkpointer;
    private final Journal journal;

    Replacements(
            ReplacementFiles files, LogDisks disks, StorageThread storage, Checkpointer checkpointer, Journal journal) {
        this.files = files;
        this.disks = disks;
        this.storage = storage;
        this.checkpointer = checkpointer;
        this.journal = journal;
    }

    long nextId() {
        return files.nextId();
    }

    boolean isClosed() {
        return !journal.isOpen();
    }

    /** @see io.sluice.broker.log.cleaner.io.CleanableLog#replace */
    boolean replace(WalPartitionLog log, SegmentRewrite finished, long cleanedTo) throws IOException {
        try {
            return storage.call(() -> replaceNow(log, finished, cleanedTo)).join();
        } catch (CancellationException e) {
            return false; // the log is being closed
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private boolean replaceNow(WalPartitionLog log, SegmentRewrite finished, long cleanedTo) throws IOException {
        if (log.isDeleted() || !journal.isOpen() || !log.segments().canReplace(finished)) {
            return false;
        }
        Replacement replacement = new Replacement(
                finished.id(),
                checkpointer.lastNumber(),
                log.partition().topicId(),
                log.partition().partition(),
                cleanedTo,
                finished.state());
        DurableFile record = files.prepare(replacement);
        try {
            files.commit(replacement, record); // the commit point: from here on a start finishes what is not done
            disks.attempt(log, () -> log.segments().replace(finished));
        } catch (IOException | RuntimeException e) {
            journal.fail(e);
            LOG.error(
                    "Replacing segments of {} stopped half-way; the broker takes no more records until it is restarted,"
                            + " which completes it",
                    log.partition().topicPartition(),
                    e);
            throw new IllegalStateException("replacing segments of " + log.partition() + " stopped half-way", e);
        }
        log.<Void>locked((state, tail) -> {
            state.cleanTo(cleanedTo);
            return null;
        });
        return true;
    }
}
