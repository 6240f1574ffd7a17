/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangedDirectoriesTest extends PartitionSwitchContract {

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private RetiredDirectories retired;
    private PartitionSwitch partitions;

    @BeforeEach
    void open() {
        retired = new RetiredDirectories(store, new TableLayout(table()));
        partitions = new ExchangedDirectories(store, retired);
    }

    @Override
    FileStore store() {
        return store;
    }

    @Override
    StorePath table() {
        return new StorePath(directory.toString());
    }

    @Override
    PartitionSwitch partitions() {
        return partitions;
    }

    @Override
    List<String> found(StorePath partition) {
        return Arrays.stream(Path.of(partition.value()).toFile().list())
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
    }

    @Test
    void directoriesWithinCannotBeLinked() throws IOException {
        Files.createDirectories(directory.resolve("dt=1/hour=2"));
        assertThat(partitions.obstacle(table().child("dt=1")))
                .hasValueSatisfying(why -> assertThat(why).contains("hour=2").contains("no hard links"));
    }

    @Test
    void whoMayWriteThereStillMay() throws IOException {
        Path partition = directory.resolve("dt=1");
        Files.setPosixFilePermissions(partition, PosixFilePermissions.fromString("rwxrwx-w-"));

        partitions.commit(intent());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(partition)))
                .isEqualTo("rwxrwx-w-");
        assertThat(found(table().child("dt=1"))).contains("merged.parquet");
    }

    /** It came between the links and the exchange: what others added is in the directory that is hidden now. */
    @Test
    void whatOthersAddMeanwhileComesBack() throws IOException {
        StorePath partition = table().child("dt=1");
        Path source = Path.of(partition.child("a.parquet").value());
        SwapIntent intent = new SwapIntent(
                7,
                SwapMode.EXCHANGE,
                partition,
                partition.child("merged.parquet"),
                List.of(new Source(partition.child("a.parquet"), Files.size(source), 1, 1)));
        Path hidden = Files.createDirectory(Path.of(intent.generation().value()));
        Files.writeString(hidden.resolve("late.parquet"), "late");
        Files.writeString(hidden.resolve("a.parquet"), "source");
        Files.delete(source);

        partitions.settle(intent);

        assertThat(found(partition)).containsExactly("b.parquet", "late.parquet", "other.parquet");
        assertThat(hidden).doesNotExist();
        assertThat(retired.kept()).hasSize(1);
    }

    /** So many that the kernel gives them to a reader in several pieces. */
    @Test
    void whoIsInTheMiddleOfListingFindsEveryName() throws IOException {
        Path partition = directory.resolve("dt=1");
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(partition.resolve(String.format("more-%05d-of-a-long-name.parquet", i)));
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(partition)) {
            Iterator<Path> files = listing.iterator();
            names.add(files.next().getFileName().toString());

            partitions.commit(intent());
            partitions.settle(intent());

            files.forEachRemaining(file -> names.add(file.getFileName().toString()));
        }
        names.remove(intent().front().name());
        assertThat(names).hasSize(5_003).contains("a.parquet", "b.parquet").doesNotContain("merged.parquet");
        assertThat(found(table().child("dt=1"))).hasSize(5_002).contains("merged.parquet");
    }

    @Test
    void whatAnExchangeHasHiddenIsAsOldAsItsEnd() throws IOException {
        Path partition = directory.resolve("dt=1");
        Files.setLastModifiedTime(partition, FileTime.fromMillis(0));
        partitions.commit(intent());
        partitions.settle(intent());

        assertThat(retired.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.modifiedMs()).isPositive();
            assertThat(found(kept.path())).containsExactly("a.parquet", "b.parquet", "other.parquet");
        });
    }
}
