/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link TableListener} promises, for any catalog. */
public abstract class TableListenerContract {

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();
    private StorePath root = StorePath.ROOT;
    private TableListener listener = new MemoryCatalog();

    /** A catalog that knows of no table. */
    protected abstract TableListener open() throws IOException;

    /** The columns that it has for the topic's table, without those of its partitions. */
    protected abstract List<String> columns(TableListener listener, String topic) throws IOException;

    /** The partitions that it has for the topic's table: directories relative to its root. */
    protected abstract Set<String> partitions(TableListener listener, String topic) throws IOException;

    @BeforeEach
    void openListener() throws IOException {
        root = new StorePath(directory + "/events");
        listener = open();
    }

    private TableChange change(int version, boolean everything, String... partitions) {
        FieldAssembler<Schema> fields = SchemaBuilder.record("Event").fields();
        for (int column = 1; column <= version; column++) {
            fields.optionalString("c" + column);
        }
        return new TableChange(
                "events",
                store.uri(),
                root,
                new TableSchema(version, fields.endRecord()),
                new TreeSet<>(List.of(partitions)),
                everything);
    }

    @Test
    void toldTwiceIsToldOnce() throws IOException {
        listener.changed(change(2, false, "dt=1", "dt=2"));
        listener.changed(change(2, false, "dt=1", "dt=2"));
        assertThat(columns(listener, "events")).containsExactly("c1", "c2");
        assertThat(partitions(listener, "events")).containsExactlyInAnyOrder("dt=1", "dt=2");
    }

    @Test
    void partitionsAndColumnsAreAddedAndNeverTakenAway() throws IOException {
        listener.changed(change(1, false, "dt=1"));
        listener.changed(change(3, false, "dt=2"));
        // From a task that has not seen the newest schema yet.
        listener.changed(change(2, false, "dt=3"));
        assertThat(columns(listener, "events")).containsExactly("c1", "c2", "c3");
        assertThat(partitions(listener, "events")).containsExactlyInAnyOrder("dt=1", "dt=2", "dt=3");
    }

    @Test
    void everythingIsWhatTheTableHas() throws IOException {
        for (String file : new String[] {"dt=1/hour=1/f.parquet", "dt=1/hour=2/f.parquet", ".sluice/work/0/f.avro"}) {
            StorePath path = root.child(file);
            store.makeDirectories(path.parent());
            store.create(path).close();
        }
        listener.changed(change(1, true, "dt=1/hour=2"));
        assertThat(partitions(listener, "events")).containsExactlyInAnyOrder("dt=1/hour=1", "dt=1/hour=2");
    }
}
