/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.connector.catalog.TableCatalog;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.sink.OffsetChain;
import io.sluice.connector.stage.StagedEntry;
import io.sluice.connector.stage.StagedRecords;
import io.sluice.table.CommitChain;
import io.sluice.table.CommitManifest;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a partition over: after a rebalance, a crash or an error, which are all the same here. What is on disk decides.
 * May be cut off anywhere and done again, by anyone.
 */
public final class PartitionRecovery {

    private final FileStore store;
    private final TableLayout table;
    private final TableCatalog catalog;
    private final int partition;
    private final ChainTrim trim;
    private final FormerFiles former;

    /**
     * @param extension of the table's files
     */
    public PartitionRecovery(
            FileStore store,
            TableLayout table,
            TableCatalog catalog,
            String topic,
            int partition,
            String extension,
            ChainTrim trim) {
        this.store = store;
        this.table = table;
        this.catalog = catalog;
        this.partition = partition;
        this.trim = trim;
        this.former = new FormerFiles(store, topic, partition, extension);
    }

    /**
     * A partition as its new owner finds it.
     *
     * @param previous offset of the last record that is committed or staged, or {@link OffsetChain#NONE}
     * @param adopted what is staged and not committed; null if nothing is
     * @param segments staging files that hold it, oldest first; closed
     * @param segmentBytes their size
     * @param spent directories of former owners, to be deleted once the adopted batch is in the table
     */
    public record Estate(
            long epoch,
            long previous,
            @Nullable Batch adopted,
            List<StorePath> segments,
            long segmentBytes,
            List<StorePath> spent) {}

    /**
     * Claims the partition and finds out where it stands.
     *
     * @param held the epoch that this task owned before, see {@link Ownership#claim}
     * @param claimed is told the new epoch as soon as there is one
     * @throws FencedException if another task is the owner now
     * @throws ForeignFormatException if another connector has filled the table in a format that cannot be gone on with
     */
    public Estate takeOver(Ownership ownership, OptionalLong held, LongConsumer claimed) throws IOException {
        store.makeDirectories(table.commits(partition));
        long epoch = ownership.claim(held, committedEpoch());
        claimed.accept(epoch);
        List<StorePath> fenced = ownership.fenceBefore(epoch);
        // Only now: until its directory was renamed a former owner could still commit.
        CommitChain chain = CommitChain.load(store, table, partition);
        Optional<CommitManifest> last = chain.last();
        if (last.isPresent()) {
            // Each commit was published before the next one was made, so only the last one can be incomplete.
            new Publisher(store, table).publish(last.get());
        }
        trim.trim(chain);
        catalog.refresh();
        long previous = last.isPresent() ? last.get().nextOffset() - 1 : former.lastOffset(table.root());
        List<FileEntry> staging = ownership.staging(fenced);
        List<StorePath> segments = staging.stream().map(FileEntry::path).toList();
        Batch adopted = staged(staging, segments, previous);
        if (adopted == null) {
            for (StorePath directory : fenced) {
                store.delete(directory);
            }
            return new Estate(epoch, previous, null, List.of(), 0, List.of());
        }
        long bytes = staging.stream().mapToLong(FileEntry::bytes).sum();
        return new Estate(epoch, adopted.nextOffset() - 1, adopted, segments, bytes, fenced);
    }

    private long committedEpoch() throws IOException {
        return CommitChain.load(store, table, partition)
                .last()
                .map(CommitManifest::epoch)
                .orElse(0L);
    }

    /** Counts what is whole and goes on where the last commit ended. */
    private @Nullable Batch staged(List<FileEntry> staging, List<StorePath> segments, long previous)
            throws IOException {
        long openedAtMs =
                staging.stream().mapToLong(FileEntry::modifiedMs).min().orElse(0);
        long start = previous + 1;
        long last = previous;
        long rows = 0;
        long skipped = 0;
        try (StagedRecords records = StagedRecords.heads(store, segments, previous)) {
            for (StagedEntry entry = records.next(); entry != null; entry = records.next()) {
                if (rows == 0 && previous == OffsetChain.NONE) {
                    start = entry.offset();
                }
                rows++;
                skipped += entry.skipped();
                last = entry.offset();
            }
        }
        return rows == 0 ? null : new Batch(start, previous, last + 1, rows, skipped, openedAtMs);
    }
}
