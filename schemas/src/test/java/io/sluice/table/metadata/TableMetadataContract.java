/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.testing.CrashingFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.SimulatedCrash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link TableMetadata} promises, on any file store. */
abstract class TableMetadataContract {

    private static final TableDescriptor BY_DAY = new TableDescriptor(
            PartitionStrategy.parse("[year(\"ts\",\"year\"), month(\"ts\",\"month\"), day(\"ts\",\"day\")]"));

    private FileStore store;
    private StorePath dir;
    private TableLayout layout;

    abstract FileStore open() throws IOException;

    abstract StorePath newDirectory() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
        dir = newDirectory();
        layout = new TableLayout(dir.child("default/flights"));
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    /** Fields ts and the given strings. */
    private static Schema schema(String... optionalStrings) {
        FieldAssembler<Schema> fields = SchemaBuilder.record("Flight").fields().requiredLong("ts");
        for (String name : optionalStrings) {
            fields = fields.optionalString(name);
        }
        return fields.endRecord();
    }

    private String text(String file) throws IOException {
        try (SeekableInput in = store.open(layout.metadata().child(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<String> names(StorePath directory) throws IOException {
        return store.list(directory).stream().map(entry -> entry.path().name()).toList();
    }

    @Test
    void aTableThatWasNeverMadeIsAbsent() throws IOException {
        assertThat(TableMetadata.open(store, layout)).isEmpty();
    }

    @Test
    void createsAKiteDataset() throws IOException {
        TableMetadata table = TableMetadata.createIfAbsent(
                store,
                layout,
                new TableDescriptor(
                        BY_DAY.partitions(),
                        TableDescriptor.Format.PARQUET,
                        TableDescriptor.Compression.DEFLATE,
                        Map.of("owner", "ü=1")),
                schema("from"));
        assertThat(text("descriptor.properties")).isEqualTo("""
            compressionType=deflate
            format=parquet
            owner=\\u00FC\\=1
            partitionExpression=[year("ts", "year"), month("ts", "month"), day("ts", "day")]
            version=1
            """);
        assertThat(names(layout.metadata())).containsExactly("descriptor.properties", "schema.avsc", "schemas");
        assertThat(names(layout.metadata().child("schemas"))).containsExactly("1.avsc");
        assertThat(text("schema.avsc")).isEqualTo(text("schemas/1.avsc"));
        TableMetadata reopened = TableMetadata.open(store, layout).orElseThrow();
        assertThat(reopened.descriptor()).isEqualTo(table.descriptor());
        assertThat(reopened.descriptor().properties()).containsEntry("owner", "ü=1");
        assertThat(reopened.latest()).isEqualTo(new TableSchema(1, schema("from")));
    }

    @Test
    void evolvesByNumberedSchemas() throws IOException {
        TableMetadata table = TableMetadata.createIfAbsent(store, layout, BY_DAY, schema("from"));
        assertThat(table.evolve(schema("from")).version()).isEqualTo(1);
        TableSchema second = table.evolve(schema("to"));
        assertThat(second).isEqualTo(new TableSchema(2, schema("from", "to")));
        assertThat(table.evolve(schema("from")).version()).isEqualTo(2);
        assertThat(table.schema(1).schema()).isEqualTo(schema("from"));
        assertThat(table.latest()).isEqualTo(second);
        assertThat(names(layout.metadata().child("schemas"))).containsExactly("1.avsc", "2.avsc");
        assertThat(text("schema.avsc")).isEqualTo(text("schemas/2.avsc"));
    }

    @Test
    void createIfAbsentOpensAnExistingTableAndEvolvesIt() throws IOException {
        TableMetadata.createIfAbsent(store, layout, BY_DAY, schema("from"));
        TableMetadata again = TableMetadata.createIfAbsent(store, layout, BY_DAY, schema("to"));
        assertThat(again.latest()).isEqualTo(new TableSchema(2, schema("from", "to")));
    }

    @Test
    void refusesOtherPartitionsThanTheTableHas() throws IOException {
        TableMetadata.createIfAbsent(store, layout, BY_DAY, schema());
        assertThatThrownBy(() -> TableMetadata.createIfAbsent(
                        store, layout, new TableDescriptor(PartitionStrategy.UNPARTITIONED), schema()))
                .isInstanceOf(IOException.class)
                .hasMessage("the table " + layout.root() + " is partitioned by "
                        + BY_DAY.partitions().expression()
                        + ", not by nothing: a table keeps its partitions for life; configure these, or"
                        + " another directory");
    }

    @Test
    void anIncompatibleSchemaLeavesTheTableAsItWas() throws IOException {
        TableMetadata table = TableMetadata.createIfAbsent(store, layout, BY_DAY, schema());
        Schema textual =
                SchemaBuilder.record("Flight").fields().requiredString("ts").endRecord();
        assertThatThrownBy(() -> table.evolve(textual)).isInstanceOf(IncompatibleSchemaException.class);
        assertThatThrownBy(() -> table.evolve(schema("year")))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("a partition of this name");
        assertThat(names(layout.metadata().child("schemas"))).containsExactly("1.avsc");
    }

    @Test
    void seesWhatOthersAddOnRefresh() throws IOException {
        TableMetadata one = TableMetadata.createIfAbsent(store, layout, BY_DAY, schema());
        TableMetadata other = TableMetadata.open(store, layout).orElseThrow();
        other.evolve(schema("a"));
        assertThat(one.latest().version()).isEqualTo(1);
        assertThat(one.refresh().version()).isEqualTo(2);
        assertThat(one.latest().version()).isEqualTo(2);
    }

    @Test
    void schemasOfManyWritersAreAllKept() throws Exception {
        int writers = 6;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<TableSchema>> results = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String field = "f" + i;
                results.add(pool.submit(() -> {
                    start.await();
                    return TableMetadata.createIfAbsent(store, layout, BY_DAY, schema())
                            .evolve(schema(field));
                }));
            }
            start.countDown();
            for (int i = 0; i < writers; i++) {
                assertThat(results.get(i).get().schema().getField("f" + i)).isNotNull();
            }
        } finally {
            pool.shutdownNow();
        }
        TableMetadata table = TableMetadata.open(store, layout).orElseThrow();
        assertThat(table.latest().version()).isEqualTo(writers + 1);
        assertThat(table.latest().schema().getFields()).hasSize(writers + 1);
        assertThat(names(layout.metadata().child("schemas")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, writers + 1)
                        .mapToObj(n -> n + ".avsc")
                        .toList());
        assertThat(text("schema.avsc")).isEqualTo(text("schemas/" + (writers + 1) + ".avsc"));
    }

    @Test
    void aCrashAtAnyStepLeavesATableOrNoneAndIsMendedByRepeating() throws IOException {
        CrashingFileStore counting = CrashingFileStore.counting(open());
        scenario(counting, new TableLayout(dir.child("counted")));
        assertThat(counting.operations()).isGreaterThan(15);
        for (Moment moment : Moment.values()) {
            for (int step = 1; step <= counting.operations(); step++) {
                layout = new TableLayout(dir.child("t_" + moment + "_" + step));
                CrashingFileStore crashing = CrashingFileStore.crashingAt(step, moment, open());
                assertThatThrownBy(() -> scenario(crashing, layout)).isInstanceOf(SimulatedCrash.class);
                String where = String.valueOf(crashing.history());
                Optional<TableMetadata> left = TableMetadata.open(store, layout);
                left.ifPresent(
                        table -> assertThat(table.latest().version()).as(where).isPositive());
                if (store.status(layout.metadata().child("schemas")).isPresent()) {
                    assertThat(names(layout.metadata().child("schemas")))
                            .as(where)
                            .allMatch(name -> name.matches("[12].avsc"));
                }
                scenario(store, layout);
                assertThat(names(layout.metadata().child("schemas"))).as(where).containsExactly("1.avsc", "2.avsc");
                assertThat(text("schema.avsc")).as(where).isEqualTo(text("schemas/2.avsc"));
            }
        }
    }

    private static void scenario(FileStore store, TableLayout layout) throws IOException {
        TableMetadata.createIfAbsent(store, layout, BY_DAY, schema("from")).evolve(schema("to"));
    }

    @Test
    void refusesATableOfAnotherFormat() throws IOException {
        store.makeDirectories(layout.metadata());
        try (DurableOutput out = store.create(layout.metadata().child("descriptor.properties"))) {
            out.write("version=1\nformat=csv\n".getBytes(UTF_8));
        }
        assertThatThrownBy(() -> TableMetadata.open(store, layout))
                .isInstanceOf(IOException.class)
                .hasMessage(layout.metadata().child("descriptor.properties")
                        + " has format=csv: Sluice writes Parquet and Avro; choose another directory for the table");
    }

    @Test
    void doesNotRunADescriptor() throws IOException {
        store.makeDirectories(layout.metadata());
        try (DurableOutput out = store.create(layout.metadata().child("descriptor.properties"))) {
            out.write("format=parquet\npartitionExpression=new(\"java.io.File\",\"/x\").createNewFile()\n"
                    .getBytes(UTF_8));
        }
        assertThatThrownBy(() -> TableMetadata.open(store, layout))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("descriptor.properties")
                .hasMessageContaining("wanted at position 19 of new(");
    }

    @Test
    void namesASchemaThatIsNotComplete() throws IOException {
        TableMetadata.createIfAbsent(store, layout, BY_DAY, schema());
        store.create(layout.metadata().child("schemas/2.avsc")).close();
        assertThatThrownBy(() -> TableMetadata.open(store, layout))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        layout.metadata().child("schemas/2.avsc") + " is not an Avro schema, or not complete yet");
    }

    @Test
    void listsTablesWithTheirFilesAndProblems() throws IOException {
        StorePath topics = layout.root().parent();
        TableMetadata.createIfAbsent(store, layout, BY_DAY, schema()).evolve(schema("a"));
        for (String file : List.of(
                "year=2026/month=11/flights+0+0+9.parquet",
                "year=2026/month=11/.hidden.parquet",
                "year=2026/month=12/x.parquet",
                ".sluice/work/0/1/a.parquet")) {
            StorePath path = layout.root().child(file);
            store.makeDirectories(path.parent());
            try (DurableOutput out = store.create(path)) {
                out.write(new byte[100]);
            }
        }
        TableLayout broken = new TableLayout(topics.child("broken"));
        store.makeDirectories(broken.commits(0));
        store.create(broken.commit(0, 0)).close();
        store.makeDirectories(topics.child("no_table"));
        store.makeDirectories(topics.child(".hidden/.sluice"));
        List<TableSummary> tables = Tables.list(store, topics);
        assertThat(tables).extracting(TableSummary::name).containsExactly("broken", "flights");
        assertThat(tables.get(0).problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).startsWith(broken.commit(0, 0).value()));
        assertThat(tables.get(1).problem()).isEmpty();
        assertThat(tables.get(1).files()).isEqualTo(2);
        assertThat(tables.get(1).bytes()).isEqualTo(200);
        assertThat(tables.get(1).schemaVersion()).hasValue(2);
        assertThat(tables.get(1).committed()).isEmpty();
        assertThat(store.list(topics)).extracting(FileEntry::directory).containsOnly(true);
    }
}
