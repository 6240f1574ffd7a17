/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * A file of which a few bytes are others, beside one that is sound: it stays as it is and is told of, or what it has come
 * to mean goes into the merged file. A run never ends in anything but a report.
 */
class DamagedFilesTest {

    private static final int TRIES = 25;
    private static final int MAGIC_BYTES = 4;

    private final List<Path> directories = new ArrayList<>();
    private final LocalFileStore store = new LocalFileStore();

    @Property(tries = TRIES, seed = "5", shrinking = ShrinkingMode.OFF)
    void damageIsToldOfOrIsWhatEveryReaderSees(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("damaged");
        directories.add(directory);
        RandomParquet parquet = new RandomParquet(random);
        parquet.write(directory.resolve("f0.parquet"), 200);
        Path damaged = directory.resolve("f1.parquet");
        parquet.write(damaged, 200);
        byte[] bytes = Files.readAllBytes(damaged);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            bytes[MAGIC_BYTES + random.nextInt(bytes.length - 2 * MAGIC_BYTES)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(damaged, bytes);
        TestTable table = new TestTable(store, new StorePath(directory.toString()));
        List<FileEntry> before = table.files();
        List<Object> sound = rows(before.get(0)).orElseThrow();
        Optional<List<Object>> ofDamaged = rows(before.get(1));

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true), store, table.root(), CompactionListener.NONE);

        List<FileEntry> after = table.files();
        if (report.merged() == 0) {
            assertThat(after).isEqualTo(before);
            assertThat(Files.readAllBytes(damaged)).isEqualTo(bytes);
        } else if (ofDamaged.isPresent()) {
            List<Object> expected = new ArrayList<>(sound);
            expected.addAll(ofDamaged.get());
            assertThat(after).hasSize(1);
            assertThat(rows(after.get(0))).contains(expected);
        } else {
            // What one reader cannot read, another may: what was sound is there all the same.
            assertThat(rows(after.get(0)).orElseThrow().subList(0, sound.size()))
                    .isEqualTo(sound);
        }
    }

    private Optional<List<Object>> rows(FileEntry file) {
        try {
            return Optional.of(LogicalRows.of(ParquetFiles.input(store, file)));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Optional.empty();
        }
    }

    @AfterProperty
    void removeFiles() throws IOException {
        for (Path directory : directories) {
            TestTable.delete(directory);
        }
        directories.clear();
    }
}
