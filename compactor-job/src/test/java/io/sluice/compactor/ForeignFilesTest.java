/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of other writers, from apache/parquet-testing: each is merged with itself, and the rows are compared as
 * parquet-java's record reader sees them. Files that it cannot read stay as they are.
 *
 * <p>Needs the folder {@code parquet-testing} in the directory that the system property {@code sluice.data} names.
 */
@EnabledIf("isPresent")
class ForeignFilesTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("sluice.data", "../../shared/data"), "parquet-testing");

    /** What parquet-java reads and we do not merge, and what we say. */
    private static final Map<String, String> REFUSED = Map.of(
            "datapage_v1-corrupt-checksum.parquet", "could not verify page integrity, CRC checksum verification failed",
            "rle-dict-uncompressed-corrupt-checksum.parquet",
                    "could not verify dictionary page integrity, CRC checksum verification failed",
            "ARROW-GH-45185.parquet", "begins in the middle of a row");

    @TempDir
    Path directory;

    private final FileStore store = new LocalFileStore();

    static boolean isPresent() {
        return Files.isDirectory(FOLDER);
    }

    @TestFactory
    Stream<DynamicTest> everyFileIsMergedWithItselfOrLeftAlone() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("data", "bad_data")) {
            try (Stream<Path> found = Files.walk(FOLDER.resolve(folder))) {
                found.filter(f -> f.toString().endsWith(".parquet")).sorted().forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(50);
        return files.stream()
                .map(f -> DynamicTest.dynamicTest(FOLDER.relativize(f).toString(), () -> mergeWithItself(f)));
    }

    private void mergeWithItself(Path file) throws IOException {
        StorePath root = new StorePath(Files.createTempDirectory(directory, "t").toString());
        Files.copy(file, Path.of(root.value(), "a.parquet"));
        Files.copy(file, Path.of(root.value(), "b.parquet"));
        TestTable table = new TestTable(store, root);
        List<FileEntry> before = table.files();
        Optional<List<String>> rows = rows(before.get(0));

        CompactionReport report = Compactor.run(CompactorConfig.defaults(), store, root, CompactionListener.NONE);

        String refusal = REFUSED.get(file.getFileName().toString());
        if (refusal != null) {
            assertThat(report.results())
                    .singleElement()
                    .satisfies(r -> assertThat(r.message())
                            .contains(refusal)
                            .contains(before.get(0).path().value()));
            assertThat(table.files()).isEqualTo(before);
        } else if (rows.isPresent()) {
            assertThat(report.plan().skipped()).isEmpty();
            assertThat(report.results()).allMatch(r -> r.message().isEmpty());
            List<String> twice = new ArrayList<>(rows.get());
            twice.addAll(rows.get());
            assertThat(table.files()).hasSize(1);
            assertThat(rows(table.files().get(0))).contains(twice);
            assertThat(FileValidator.validate(
                            store, List.of(table.files().get(0).path())))
                    .isEmpty();
        } else if (report.merged() > 0) {
            // We read columns, and mind less of the footer than the record reader does.
            assertThat(rows(table.files().get(0)))
                    .hasValueSatisfying(r -> assertThat(r)
                            .hasSize(Math.toIntExact(report.before().rows())));
        } else {
            assertThat(table.files()).isEqualTo(before);
        }
    }

    /** The rows of a file as texts; empty if parquet-java cannot read it. */
    private Optional<List<String>> rows(FileEntry file) {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Groups(ParquetFiles.input(store, file)).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row.toString());
            }
            return Optional.of(rows);
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static final class Groups extends ParquetReader.Builder<Group> {

        Groups(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
