/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.table.CommitChain;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables below a directory. */
public final class Tables {

    private final FileStore store;

    private Tables(FileStore store) {
        this.store = store;
    }

    /**
     * The tables of a directory, by name. A directory is a table if it has {@code .sluice} or {@code .metadata}. One that
     * is broken is listed with its problem and keeps no other from being listed.
     *
     * @throws IOException if the file system fails; {@link NoSuchFileException} if there is no such directory
     */
    public static List<TableSummary> list(FileStore store, StorePath topicsDirectory) throws IOException {
        Tables tables = new Tables(store);
        List<TableSummary> summaries = new ArrayList<>();
        for (FileEntry entry : store.list(topicsDirectory)) {
            TableLayout layout = new TableLayout(entry.path());
            if (entry.directory() && !entry.path().hidden() && tables.isTable(layout)) {
                summaries.add(tables.summary(layout));
            }
        }
        return summaries;
    }

    private boolean isTable(TableLayout layout) throws IOException {
        return store.status(layout.hidden()).isPresent()
                || store.status(layout.metadata()).isPresent();
    }

    private TableSummary summary(TableLayout layout) throws IOException {
        Size size = new Size();
        add(layout.root(), size);
        SortedMap<Integer, Long> committed = new TreeMap<>();
        OptionalInt schemaVersion = OptionalInt.empty();
        Optional<String> problem = Optional.empty();
        try {
            Optional<TableMetadata> metadata = TableMetadata.open(store, layout);
            if (metadata.isPresent()) {
                schemaVersion = OptionalInt.of(metadata.get().latest().version());
            }
            for (int partition : partitions(layout)) {
                committed.put(
                        partition, CommitChain.load(store, layout, partition).nextOffset());
            }
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        return new TableSummary(
                layout.root().name(), layout, schemaVersion, size.files, size.bytes, committed, problem);
    }

    private List<Integer> partitions(TableLayout layout) throws IOException {
        List<Integer> partitions = new ArrayList<>();
        try {
            for (FileEntry entry : store.list(layout.hidden().child("commits"))) {
                if (entry.directory() && entry.path().name().matches("\\d{1,9}")) {
                    partitions.add(Integer.parseInt(entry.path().name()));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nothing committed yet
        }
        return partitions;
    }

    private static final class Size {
        private long files;
        private long bytes;
    }

    private void add(StorePath directory, Size size) throws IOException {
        List<FileEntry> entries;
        try {
            entries = store.list(directory);
        } catch (NoSuchFileException e) {
            return; // deleted while we were looking
        }
        for (FileEntry entry : entries) {
            if (entry.path().hidden()) {
                continue;
            }
            if (entry.directory()) {
                add(entry.path(), size);
            } else if (entry.path().name().matches(".*\\.(parquet|avro)")) {
                size.files++;
                size.bytes += entry.bytes();
            }
        }
    }
}
