/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.partition.Partitioner;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.PartitionStrategy;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KiteCatalogTest {

    private static final Schema PLAIN = event("{'name': 'id', 'type': 'long'}");

    @TempDir
    private Path directory;

    private StorePath root = StorePath.ROOT;

    @BeforeEach
    void inTemporaryDirectory() {
        root = new StorePath(directory.resolve("events").toString());
    }

    private static Schema event(String fields) {
        String schema = "{'type': 'record', 'name': 'Event', 'fields': [" + fields + "]}";
        return new Schema.Parser().parse(schema.replace('\'', '"'));
    }

    private KiteCatalog catalog(String... settings) {
        return catalog(new LocalFileStore(), settings);
    }

    private KiteCatalog catalog(FileStore store, String... settings) {
        Map<String, String> given =
                new HashMap<>(Map.of("store.url", directory.toUri().toString(), "flush.size", "1", "topics", "events"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        HdfsSinkConfig config = HdfsSinkConfig.parse(given);
        return new KiteCatalog(
                store, new TableLayout(root), Partitioner.of(config.partitioning(), Clock.systemUTC()), config.files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'record', 'name': 'Empty', 'fields': []}",
                "{'type': 'array', 'items': 'null'}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'Empty', 'fields': []}}",
                "{'type': 'map', 'values': 'null'}",
                "['null']",
                "['null', {'type': 'record', 'name': 'Empty', 'fields': []}]"
            })
    void shouldRefuseWhatParquetHasNoColumnsFor(String type) throws IOException {
        Schema unwritable = event("{'name': 'id', 'type': 'long'}, {'name': 'odd', 'type': " + type + "}");
        KiteCatalog catalog = catalog();
        assertThatThrownBy(() -> catalog.admit(unwritable))
                .isInstanceOf(IncompatibleRecordException.class)
                .hasMessageStartingWith("Parquet has no columns for it: ");
        assertThat(catalog.found()).as("nothing was made").isEmpty();

        catalog.admit(PLAIN);
        assertThatThrownBy(() -> catalog.admit(unwritable))
                .isInstanceOf(IncompatibleRecordException.class)
                .hasMessageStartingWith("Parquet has no columns for it: ");
        assertThat(catalog.schema().schema()).isEqualTo(PLAIN);
    }

    @Test
    void shouldAskForATableOnceForAllRecordsThatItRefuses() throws IOException {
        Schema text = event("{'name': 'id', 'type': 'string'}");
        Schema flag = event("{'name': 'flag', 'type': 'boolean', 'default': false}");
        CountingStore store = new CountingStore();
        KiteCatalog catalog = catalog(store);
        catalog.admit(PLAIN);
        assertThatThrownBy(() -> catalog.admit(text)).isInstanceOf(IncompatibleRecordException.class);

        int before = store.calls;
        assertThatThrownBy(() -> catalog.admit(text))
                .isInstanceOf(IncompatibleRecordException.class)
                .hasMessageStartingWith("field \"id\": the table has long, the new schema has string");
        assertThat(store.calls).isEqualTo(before);

        catalog.admit(flag);
        before = store.calls;
        assertThatThrownBy(() -> catalog.admit(text)).isInstanceOf(IncompatibleRecordException.class);
        assertThat(store.calls).as("since the table has changed").isGreaterThan(before);
    }

    private static final class CountingStore extends InterposedFileStore {
        private int calls;

        CountingStore() {
            super(new LocalFileStore());
        }

        @Override
        protected <T> T change(String operation, Action<T> action) throws IOException {
            calls++;
            return action.run();
        }

        @Override
        protected <T> T look(String operation, Action<T> action) throws IOException {
            calls++;
            return action.run();
        }
    }

    @Test
    @Tag("check-35")
    void shouldFindWhatAnotherHasAdmitted() throws IOException {
        catalog().admit(PLAIN);
        KiteCatalog other = catalog();
        assertThat(other.found()).isEmpty();
        other.refresh();
        assertThat(other.schema().schema()).isEqualTo(PLAIN);
    }

    @Test
    void shouldRefuseATableOfAnotherFormatOrOtherPartitions() throws IOException {
        catalog().admit(PLAIN);
        assertThatThrownBy(() -> catalog("format.class", "AvroFormat").refresh())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("are PARQUET, the connector is configured for AVRO: set format.class");
        assertThatThrownBy(
                        () -> catalog("partitioner.class", "DailyPartitioner").refresh())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("is partitioned by provided(\"partition\", \"int\")");
    }

    @Test
    void shouldFollowATableThatIsThere() throws IOException {
        catalog().admit(PLAIN);
        KiteCatalog following = catalog("partitioner.class", "KitePartitioner");
        following.refresh();
        assertThat(following.partitions())
                .map(PartitionStrategy::expression)
                .contains("provided(\"partition\", \"int\")");
        assertThat(following.schema().schema()).isEqualTo(PLAIN);
    }
}
