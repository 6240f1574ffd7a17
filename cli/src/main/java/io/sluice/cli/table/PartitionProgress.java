/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import io.sluice.table.CommitChain;
import io.sluice.table.CommitManifest;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far the connector is with one partition of a topic, as its table tells.
 *
 * @param committed the offset below which all is in the table
 * @param stagedBytes what is staged and not in the table yet, as far as it was synced
 * @param committedAtMs when the last commit was, epoch milliseconds; empty if there was none
 */
public record PartitionProgress(int partition, long committed, long stagedBytes, OptionalLong committedAtMs) {

    /** All partitions that the connector has worked on, in order. */
    public static List<PartitionProgress> of(FileStore store, StorePath tableRoot) throws IOException {
        TableLayout layout = new TableLayout(tableRoot);
        TreeSet<Integer> partitions = new TreeSet<>();
        for (String directory : new String[] {"work", "commits"}) {
            for (FileEntry entry : list(store, layout.hidden().child(directory))) {
                if (entry.directory() && entry.path().name().matches("\\d{1,9}")) {
                    partitions.add(Integer.parseInt(entry.path().name()));
                }
            }
        }
        List<PartitionProgress> progress = new ArrayList<>();
        for (int partition : partitions) {
            CommitChain chain = CommitChain.load(store, layout, partition);
            Optional<CommitManifest> last = chain.last();
            progress.add(new PartitionProgress(
                    partition,
                    chain.nextOffset(),
                    staged(store, layout.work(partition)),
                    last.isEmpty()
                            ? OptionalLong.empty()
                            : OptionalLong.of(last.get().committedAtMs())));
        }
        return progress;
    }

    private static long staged(FileStore store, StorePath work) throws IOException {
        long bytes = 0;
        for (FileEntry epoch : list(store, work)) {
            for (FileEntry file : epoch.directory() ? list(store, epoch.path()) : List.<FileEntry>of()) {
                bytes += file.path().name().endsWith(".avro") ? file.bytes() : 0;
            }
        }
        return bytes;
    }

    /** The connector works while we look: what is gone has been committed. */
    private static List<FileEntry> list(FileStore store, StorePath directory) throws IOException {
        try {
            return store.list(directory);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
