/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangedDirectoriesTest extends PartitionSwitchContract {

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final PartitionSwitch partitions = new ExchangedDirectories(store);

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
    }
}
