/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.commit.io.BatchCommitter;
import io.sluice.connector.commit.io.BatchCommitter.SealedBatch;
import io.sluice.connector.commit.io.Ownership;
import io.sluice.connector.sink.Batch;
import io.sluice.table.CommitManifest;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The batches of one topic-partition between their seal and their commit, which is made in the background. For the task's
 * thread alone.
 */
final class SealedBatches {

    private final BatchCommitter committer;
    private final Ownership ownership;
    private final Executor conversions;
    private final Clock clock;
    private final Map<Batch, SealedBatch> waiting = new HashMap<>();

    SealedBatches(BatchCommitter committer, Ownership ownership, Executor conversions, Clock clock) {
        this.committer = committer;
        this.ownership = ownership;
        this.conversions = conversions;
        this.clock = clock;
    }

    void add(SealedBatch sealed) {
        waiting.put(sealed.source().batch(), sealed);
    }

    /** Forgets those that wait; recovery will find them. */
    void abandon() {
        waiting.clear();
    }

    /** Commits one; how that has ended is said when the mailbox is emptied. */
    void commit(
            Batch batch,
            Mailbox mailbox,
            BiConsumer<SealedBatch, CommitManifest> committed,
            BiConsumer<SealedBatch, IOException> failed) {
        SealedBatch sealed = waiting.remove(batch);
        if (sealed == null) {
            throw new IllegalStateException(batch + " is to be committed but was not sealed");
        }
        mailbox.receive(conversions, () -> {
            try {
                CommitManifest manifest = committer.commit(sealed, ownership, clock.millis());
                return () -> committed.accept(sealed, manifest);
            } catch (IOException e) {
                return () -> failed.accept(sealed, e);
            }
        });
    }
}
