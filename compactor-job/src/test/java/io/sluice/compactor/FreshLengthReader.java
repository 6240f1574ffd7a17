/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * A query that lists, reads what has rows, and much later opens the files that had none, at the length they have then:
 * as Spark's footer reader does.
 */
final class FreshLengthReader {

    private final FileStore store;
    private final List<GenericRecord> records = new ArrayList<>();
    private final List<StorePath> later = new ArrayList<>();

    private FreshLengthReader(FileStore store) {
        this.store = store;
    }

    static FreshLengthReader list(FileStore store, TestTable table) throws IOException {
        FreshLengthReader reader = new FreshLengthReader(store);
        for (FileEntry file : table.files()) {
            List<GenericRecord> inFile = TestTable.read(store, file);
            reader.records.addAll(inFile);
            if (inFile.isEmpty()) {
                reader.later.add(file.path());
            }
        }
        return reader;
    }

    /** Goes on after whatever has happened; returns the ids of all rows it got; none if it failed, at a file that is gone. */
    List<Long> readOn() throws IOException {
        for (StorePath file : later) {
            Optional<FileEntry> now = store.status(file);
            if (now.isEmpty()) {
                return List.of();
            }
            records.addAll(TestTable.read(store, now.get()));
        }
        return CrashScenario.ids(records);
    }
}
