/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Files without an Avro schema, as Spark, DuckDB and Arrow write them, each with a schema of its own: columns missing,
 * nullable or not, numbers of several widths, decimals of several storages, times of several units, lists of several
 * spellings. The merged file means what its inputs mean, row by row, as parquet-java's record reader sees both.
 */
class SchemaUnionPropertyTest {

    private static final int TRIES = 25;

    private final List<Path> directories = new ArrayList<>();

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void mergedFileMeansWhatItsInputsMean(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("union");
        directories.add(directory);
        LocalFileStore store = new LocalFileStore();
        RandomParquet parquet = new RandomParquet(random);
        List<Object> expected = new ArrayList<>();
        int files = 2 + random.nextInt(4);
        for (int i = 0; i < files; i++) {
            Path file = directory.resolve("f" + i + ".parquet");
            parquet.write(file, random.nextInt(400));
            expected.addAll(LogicalRows.of(ParquetFiles.input(
                    store, store.status(new StorePath(file.toString())).orElseThrow())));
        }
        StorePath root = new StorePath(directory.toString());

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults()
                        .withRenames(true)
                        .withRowGroupBytes(random.nextInt(4) == 0 ? 20_000 : 128 << 20),
                store,
                root,
                CompactionListener.NONE);

        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        List<FileEntry> merged = new TestTable(store, root).files();
        assertThat(merged).hasSize(1);
        assertThat(FileValidator.validate(store, List.of(merged.get(0).path()))).isEmpty();
        List<Object> found = LogicalRows.of(ParquetFiles.input(store, merged.get(0)));
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("row %d", i).isEqualTo(expected.get(i));
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
