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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of other writers, from apache/parquet-testing: each is merged with itself, and with its neighbour, and the rows
 * are compared as parquet-java's record reader sees them. Files that it cannot read stay as they are.
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
        List<Path> files = files(".parquet", "data", "bad_data");
        assertThat(files).hasSizeGreaterThan(50);
        return files.stream()
                .map(f -> DynamicTest.dynamicTest(FOLDER.relativize(f).toString(), () -> mergeWithItself(f)));
    }

    @TestFactory
    Stream<DynamicTest> twoFilesAreMergedToWhatTheyMeanOrLeftAlone() throws IOException {
        List<Path> files = files(".parquet", "data");
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path one = files.get(i);
            Path other = files.get((i + 1) % files.size());
            tests.add(DynamicTest.dynamicTest(
                    one.getFileName() + " and " + other.getFileName(), () -> mergeOrLeaveAlone(one, other, one)));
        }
        return tests.stream();
    }

    @Test
    void theOldLz4OfTwoKindsHoldsWhatTheNewOneDoes() throws IOException {
        Path data = FOLDER.resolve("data");
        TestTable reference = table(data.resolve("lz4_raw_compressed.parquet"));
        List<Object> once = meaning(reference.files().get(0)).orElseThrow();
        List<Object> twice = new ArrayList<>(once);
        twice.addAll(once);
        for (String kind : List.of("hadoop_lz4_compressed.parquet", "non_hadoop_lz4_compressed.parquet")) {
            TestTable table = table(data.resolve(kind), data.resolve(kind));

            assertThat(compact(table).merged()).isEqualTo(1);

            assertThat(meaning(table.files().get(0))).contains(twice);
        }
    }

    @TestFactory
    Stream<DynamicTest> encryptedFilesAreLeftAloneAndToldOf() throws IOException {
        List<Path> files = files(".parquet.encrypted", "data");
        assertThat(files).hasSizeGreaterThan(5);
        return files.stream()
                .map(f -> DynamicTest.dynamicTest(FOLDER.relativize(f).toString(), () -> {
                    TestTable table = table(f, f);
                    List<FileEntry> before = table.files();
                    CompactionReport report = compact(table);
                    assertThat(report.plan().skipped())
                            .hasSize(2)
                            .allMatch(s -> s.detail().contains("encrypted"));
                    assertThat(table.files()).isEqualTo(before);
                }));
    }

    private static List<Path> files(String suffix, String... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> found = Files.walk(FOLDER.resolve(folder))) {
                found.filter(f -> f.toString().endsWith(suffix)).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private TestTable table(Path... files) throws IOException {
        StorePath root = new StorePath(Files.createTempDirectory(directory, "t").toString());
        for (int i = 0; i < files.length; i++) {
            Files.copy(files[i], Path.of(root.value(), "f" + i + ".parquet"));
        }
        return new TestTable(store, root);
    }

    private CompactionReport compact(TestTable table) throws IOException {
        return Compactor.run(
                CompactorConfig.defaults().withRenames(true), store, table.root(), CompactionListener.NONE);
    }

    /** All that is not refused is merged, and means afterwards what it meant before. */
    private void mergeOrLeaveAlone(Path... files) throws IOException {
        TestTable table = table(files);
        List<FileEntry> before = table.files();
        List<Object> meant = new ArrayList<>();
        for (FileEntry file : before) {
            Optional<List<Object>> rows = meaning(file);
            if (rows.isEmpty()) {
                return;
            }
            meant.addAll(rows.get());
        }

        CompactionReport report = compact(table);

        List<Object> found = new ArrayList<>();
        for (FileEntry file : table.files()) {
            found.addAll(meaning(file).orElseThrow());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(meant);
        if (report.merged() == 0) {
            assertThat(table.files()).isEqualTo(before);
        }
        for (FileEntry file : table.files()) {
            if (!before.contains(file)) {
                assertThat(FileValidator.validate(store, List.of(file.path()))).isEmpty();
            }
        }
    }

    private Optional<List<Object>> meaning(FileEntry file) {
        try {
            return Optional.of(LogicalRows.of(ParquetFiles.input(store, file)));
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private void mergeWithItself(Path file) throws IOException {
        TestTable table = table(file, file, file);
        List<FileEntry> before = table.files();
        Optional<List<String>> rows = rows(before.get(0));

        CompactionReport report = compact(table);

        String refusal = REFUSED.get(file.getFileName().toString());
        if (refusal != null) {
            assertThat(report.results())
                    .isNotEmpty()
                    .allSatisfy(r -> assertThat(r.message())
                            .contains(refusal)
                            .contains(r.group().files().get(0).entry().path().value()));
            assertThat(table.files()).isEqualTo(before);
        } else if (rows.isPresent()) {
            assertThat(report.plan().skipped()).isEmpty();
            assertThat(report.results()).allMatch(r -> r.message().isEmpty());
            List<String> thrice = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                thrice.addAll(rows.get());
            }
            assertThat(table.files()).hasSize(1);
            assertThat(rows(table.files().get(0))).contains(thrice);
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
