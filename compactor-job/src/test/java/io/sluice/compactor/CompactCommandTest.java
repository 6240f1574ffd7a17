/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompactCommandTest {

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestTable table;

    @BeforeEach
    void fill() throws IOException {
        table = new TestTable(store, new StorePath(directory.toString()).child("numbers"));
        for (int day = 1; day <= 2; day++) {
            for (int file = 0; file < 3; file++) {
                int first = day * 1_000 + file * 10;
                table.add("dt=" + day, first, CrashScenario.NUMBER, CrashScenario.numbers(first, 10));
            }
        }
    }

    private int run(String... arguments) {
        return new CommandLine(new CompactCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void shouldCompactAPath() throws IOException {
        List<GenericRecord> before = table.read();

        assertThat(run(table.root().value(), "--fs", "file:///", "--allow-renames"))
                .isZero();

        assertThat(table.files()).hasSize(2);
        assertThat(table.read()).isEqualTo(before);
        assertThat(out.toString())
                .contains("merge 3 files, ")
                .contains("30 rows in dt=1")
                .contains("3 files in dt=2 are now one of ")
                .containsPattern("files +6 +2")
                .containsPattern("rows +60 +60");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldCompactAName() throws IOException {
        assertThat(run(
                        "numbers",
                        "--fs",
                        "file:///",
                        "--allow-renames",
                        "--topics-dir",
                        directory.toString(),
                        "--partition",
                        "dt=1"))
                .isZero();

        assertThat(table.files()).hasSize(4);
        assertThat(out.toString()).contains("leave 3 as they are: partition not chosen");
    }

    @Test
    void shouldWantRenamesToBeAllowed() throws IOException {
        List<FileEntry> before = table.files();

        assertThat(run(table.root().value(), "--fs", "file:///")).isEqualTo(1);

        assertThat(table.files()).isEqualTo(before);
        assertThat(out.toString())
                .contains("3 files in dt=1 stay as they are: nothing was written")
                .contains("--allow-renames");
    }

    @Test
    void shouldTakeAllThatSaysWhatIsMerged() throws IOException {
        assertThat(run(
                        table.root().value(),
                        "--fs=file:///",
                        "--allow-renames",
                        "--partition=dt>=2",
                        "--target-rows=20",
                        "--min-inputs=2",
                        "--max-inputs=2",
                        "--threads=2",
                        "--memory=64MiB",
                        "--max-bytes-per-second=10MB",
                        "--budget=1GB",
                        "--max-dead-bytes-ratio=0.5",
                        "--bloom-filters=drop"))
                .isZero();

        assertThat(table.files()).hasSize(5);
        assertThat(out.toString()).contains("20 rows in dt=2");
        assertThat(run(table.root().value(), "--fs=file:///", "--partition-idle=3600"))
                .isZero();
        assertThat(out.toString()).contains("leave 5 as they are: files of the partition changed too recently");
        assertThat(run(table.root().value(), "--max-dead-bytes-ratio=2")).isEqualTo(2);
        assertThat(run(table.root().value(), "--memory=0")).isEqualTo(2);
        assertThat(run(table.root().value(), "--bloom-filters=keep")).isEqualTo(2);
        assertThat(err.toString()).contains("'keep' is none of rebuild, drop");
    }

    @Test
    void shouldSortAndLeaveOutDuplicates() throws IOException {
        table.add("dt=1", 5_000, CrashScenario.NUMBER, CrashScenario.numbers(1_005, 10));

        assertThat(run(
                        table.root().value(),
                        "--fs=file:///",
                        "--allow-renames",
                        "--dedup-by=id",
                        "--sort-by=id desc",
                        "--sort-memory=1MiB",
                        "--spill-dir=" + directory))
                .isZero();

        assertThat(out.toString()).contains("4 files in dt=1 are now one of ").contains(", without 10 duplicates");
        assertThat(table.read())
                .extracting(r -> (Long) r.get("id"))
                .startsWith(1_029L, 1_028L)
                .endsWith(2_001L, 2_000L)
                .hasSize(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWhatItWouldDoWithRows() throws IOException {
        assertThat(run(
                        table.root().value(),
                        "--fs=file:///",
                        "--allow-renames",
                        "--dry-run",
                        "--columns",
                        "--dedup-by=id",
                        "--keep-latest-by=id",
                        "--z-order=id"))
                .isZero();
        assertThat(out.toString())
                .contains("rows: one row for each id, the one of the greatest id; along a Z-order curve of id")
                .containsPattern("id +reencode +3 chunks .*rows change their places");

        assertThat(run(table.root().value(), "--fs=file:///", "--allow-renames", "--sort-by=when"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("there is no column 'when' to order rows by; there are id");
        assertThat(table.files()).hasSize(6);
        assertThat(run(table.root().value(), "--sort-by=id", "--z-order=id")).isEqualTo(2);
        assertThat(run(table.root().value(), "--keep-latest-by=id")).isEqualTo(2);
        assertThat(run(table.root().value(), "--sort-by=id up")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--sort-by and --z-order exclude one another")
                .contains("it needs --dedup-by")
                .contains("write it as 'a, b desc, c asc nulls last'");
    }

    @Test
    void shouldCleanAndTellWhatItWouldClean() throws IOException {
        Path left = Path.of(table.root().value(), "dt=1", ".sluice-merge-0000000000000000001.front");
        run(table.root().value(), "--fs=file:///", "--allow-renames");
        Files.write(left, new byte[3]);

        assertThat(run(table.root().value(), "--fs=file:///", "--clean", "--dry-run"))
                .isZero();

        assertThat(left).exists();
        assertThat(out.toString()).containsPattern("would free +3 B +" + left);

        assertThat(run(table.root().value(), "--fs=file:///", "--clean")).isZero();

        assertThat(left).doesNotExist();
        assertThat(out.toString()).endsWith("3 B freed\n");
        assertThat(run(table.root().value(), "--fs=file:///", "--clean")).isZero();
        assertThat(out.toString()).endsWith("nothing to clean\n");
    }

    @Test
    void shouldCleanWhatATrialHasLeft() throws IOException {
        Path old = Files.createDirectory(Path.of(table.root().value(), ".sluice-probe-1-dt=1"));
        Path young = Files.createDirectory(Path.of(table.root().value(), ".sluice-probe-2-dt=1"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3_600)));

        assertThat(run(table.root().value(), "--fs=file:///", "--clean")).isZero();

        assertThat(out.toString()).contains("freed").contains(old.toString()).doesNotContain(young.toString());
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void shouldPlanOnly() throws IOException {
        assertThat(run(table.root().value(), "--fs", "file:///", "--dry-run", "--target-size", "10MB"))
                .isZero();
        assertThat(out.toString())
                .contains("swap 3 files in dt=1 refused: nothing was written")
                .contains("--allow-renames");
        assertThat(run(table.root().value(), "--fs", "file:///", "--dry-run", "--allow-renames"))
                .isZero();
        assertThat(out.toString())
                .contains("swap 3 files in dt=2 by exchange of directories; no concat, because file:///");

        assertThat(table.files()).hasSize(6);
        assertThat(out.toString()).contains("merge 3 files, ").endsWith("dry run: nothing was changed\n");
    }

    @Test
    void shouldRefuseWrongUsage() {
        assertThat(run(table.root().value(), "--target-size", "big")).isEqualTo(2);
        assertThat(err.toString()).contains("'big' is not a size; write it as 128MiB, 1GB or 4096");
        assertThat(run(table.root().value(), "--threads", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("threads is 0; 1 is the least");
        assertThat(run(table.root().value(), "--target-size", "0")).isEqualTo(2);
        assertThat(run(table.root().value(), "--parked", "drop")).isEqualTo(2);
        assertThat(err.toString()).contains("--parked goes with --clean");
        assertThat(run(table.root().value(), "--clean", "--parked", "burn")).isEqualTo(2);
        assertThat(err.toString()).contains("'burn' is none of restore, drop");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void shouldSayThatThereIsNoSuchTable() {
        assertThat(run(directory + "/nothing", "--fs", "file:///")).isEqualTo(1);
        assertThat(err.toString())
                .contains(directory + "/nothing: no such table")
                .doesNotContain("at io.sluice");
    }

    @Test
    void shouldMergeTheOthersWhenAFileIsBroken() throws IOException {
        Path broken = Path.of(table.root().value(), "dt=1", "broken.parquet");
        Files.write(broken, "no Parquet at all".getBytes(StandardCharsets.UTF_8));

        assertThat(run(table.root().value(), "--fs", "file:///", "--allow-renames"))
                .isZero();

        assertThat(out.toString())
                .contains("leave 1 as they are: not readable as Parquet")
                .contains(broken + ": ");
        assertThat(Files.readString(broken)).isEqualTo("no Parquet at all");
        assertThat(table.files()).hasSize(3);
    }
}
