/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every way of switching partitions keeps. */
abstract class PartitionSwitchContract {

    private StorePath partition;
    private SwapIntent intent;

    /** A swap of {@code a.parquet} and {@code b.parquet} for {@code merged.parquet}. */
    SwapIntent intent() {
        return intent;
    }

    /** Where the files are. */
    abstract FileStore store();

    /** The root of a table that nobody else uses. */
    abstract StorePath table();

    abstract PartitionSwitch partitions();

    /** Names that a reader finds who looks the partition up. */
    abstract List<String> found(StorePath directory) throws IOException;

    @BeforeEach
    void fill() throws IOException {
        partition = table().child("dt=1");
        store().makeDirectories(partition);
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("a.parquet", "b.parquet")) {
            FileEntry file = write(name);
            sources.add(new Source(file.path(), file.bytes(), file.fileId(), 1));
        }
        write("other.parquet");
        intent = new SwapIntent(7, SwapMode.EXCHANGE, partition, partition.child("merged.parquet"), sources);
        write(intent.front().name());
    }

    private FileEntry write(String name) throws IOException {
        StorePath file = partition.child(name);
        try (var out = store().create(file)) {
            out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.syncToDisk();
        }
        return store().status(file).orElseThrow();
    }

    @Test
    void nothingSpeaksAgainstItHere() throws IOException {
        assertThat(partitions().obstacle(partition)).isEmpty();
        assertThat(partitions().trial(partition)).isEmpty();
        assertThat(store().list(table())).extracting(FileEntry::path).containsExactly(partition);
        assertThat(found(partition)).containsExactly("a.parquet", "b.parquet", "other.parquet");
    }

    @Test
    void theMergedFileIsInThePlaceOfTheSources() throws IOException {
        partitions().commit(intent);
        assertThat(found(partition)).containsExactly("merged.parquet", "other.parquet");

        partitions().settle(intent);
        assertThat(found(partition)).containsExactly("merged.parquet", "other.parquet");
        assertThat(shown()).containsExactly(partition);
    }

    /** What a table's readers come upon. */
    private List<StorePath> shown() throws IOException {
        return store().list(table()).stream()
                .map(FileEntry::path)
                .filter(path -> !path.equals(new TableLayout(table()).hidden()))
                .toList();
    }

    @Test
    void whatIsSettledStaysSo() throws IOException {
        partitions().commit(intent);
        partitions().settle(intent);
        write("later.parquet");
        partitions().settle(intent);
        assertThat(found(partition)).containsExactly("later.parquet", "merged.parquet", "other.parquet");
    }

    @Test
    void aSourceThatIsGoneStopsIt() throws IOException {
        store().delete(partition.child("a.parquet"));
        assertThatThrownBy(() -> partitions().commit(intent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.parquet");
        assertThat(found(partition)).containsExactly("b.parquet", "other.parquet");

        partitions().takeBack(intent);
        assertThat(found(partition)).containsExactly("b.parquet", "other.parquet");
        assertThat(store().list(table())).extracting(FileEntry::path).containsExactly(partition);
    }

    @Test
    void whatIsTakenBackIsAsItWas() throws IOException {
        partitions().takeBack(intent);
        assertThat(found(partition)).containsExactly("a.parquet", "b.parquet", "other.parquet");
        assertThat(store().list(table())).extracting(FileEntry::path).containsExactly(partition);
    }

    @Test
    void aSwapOfAnotherModeIsNoneOfItsBusiness() throws IOException {
        SwapIntent renames =
                new SwapIntent(7, SwapMode.RENAME, partition, partition.child("merged.parquet"), intent.sources());
        partitions().settle(renames);
        partitions().takeBack(renames);
        assertThat(found(partition)).containsExactly("a.parquet", "b.parquet", "other.parquet");
    }
}
