/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All queries there can be: one that lists at one moment, reads the sources at another, and the merged file at a third.
 * At each moment, every listing taken until then is read with what is there now; a query is put together from these.
 */
final class ReadersAtEachMoment {

    /** The length at which a query reads a file. */
    enum Length {
        /** That of its listing. */
        LISTED,
        /** That of when it opens the file. */
        FRESH
    }

    private record Read(List<FileEntry> listing, int at, Length length, boolean merged) {}

    private final FileStore store;
    private final TestTable table;
    private final List<String> moments = new ArrayList<>();
    private final List<List<FileEntry>> listings = new ArrayList<>();
    private final Map<Read, Optional<List<Long>>> reads = new HashMap<>();

    ReadersAtEachMoment(FileStore store, TestTable table) {
        this.store = store;
        this.table = new TestTable(store, table.root());
    }

    /** Looks at the table: now is the moment before an operation. */
    void look(String operation) throws IOException {
        int now = moments.size();
        moments.add(operation);
        listings.add(table.files());
        for (List<FileEntry> listing : List.copyOf(listings)) {
            for (Length length : Length.values()) {
                for (boolean merged : new boolean[] {false, true}) {
                    Read read = new Read(listing, now, length, merged);
                    if (!reads.containsKey(read)) {
                        reads.put(read, rows(listing, length, merged));
                    }
                }
            }
        }
    }

    private static boolean isMerged(FileEntry file) {
        return file.path().name().contains("+merged+");
    }

    /** Rows of the merged or of all other files of a listing; empty if the query fails. */
    private Optional<List<Long>> rows(List<FileEntry> listing, Length length, boolean merged) {
        List<Long> rows = new ArrayList<>();
        for (FileEntry file : listing) {
            if (isMerged(file) == merged) {
                try {
                    FileEntry opened = length == Length.LISTED
                            ? file
                            : store.status(file.path()).orElseThrow(IOException::new);
                    rows.addAll(CrashScenario.ids(TestTable.read(store, opened)));
                } catch (IOException | RuntimeException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(rows);
    }

    int moments() {
        return moments.size();
    }

    /** The operation that comes next at this moment. */
    String operation(int moment) {
        return moments.get(moment);
    }

    /** A moment by the first words of the operation after it. */
    int before(String operation) {
        for (int moment = 0; moment < moments.size(); moment++) {
            if (moments.get(moment).startsWith(operation)) {
                return moment;
            }
        }
        throw new IllegalStateException("no " + operation + " in " + moments);
    }

    /** What a query returns, sorted; empty if it fails. */
    Optional<List<Long>> query(int lists, int readsSources, int readsMerged, Length length) {
        Optional<List<Long>> sources = read(lists, readsSources, length, false);
        Optional<List<Long>> merged = read(lists, readsMerged, length, true);
        if (sources.isEmpty() || merged.isEmpty()) {
            return Optional.empty();
        }
        List<Long> all = new ArrayList<>(sources.get());
        all.addAll(merged.get());
        return Optional.of(all.stream().sorted().toList());
    }

    private Optional<List<Long>> read(int listed, int at, Length length, boolean merged) {
        Optional<List<Long>> rows = reads.get(new Read(listings.get(listed), at, length, merged));
        if (rows == null) {
            throw new IllegalStateException("a query cannot read at " + at + " what it lists at " + listed);
        }
        return rows;
    }
}
