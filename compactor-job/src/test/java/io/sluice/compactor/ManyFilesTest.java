/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of tiny files, of which others made a file of hundreds of row groups, in half an hour, or ran out of memory. */
class ManyFilesTest {

    private static final int FILES = 400;
    private static final int ROWS = 20;

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private TestTable table;

    @BeforeEach
    void write() throws IOException {
        table = new TestTable(store, new StorePath(directory.toString()).child("t"));
        for (int file = 0; file < FILES; file++) {
            long first = (long) file * ROWS;
            table.add("dt=" + file % 4, first, CrashScenario.NUMBER, CrashScenario.numbers(first, ROWS));
        }
    }

    private CompactionReport compact(CompactorConfig config) throws IOException {
        return Compactor.run(config.withRenames(true), store, table.root(), CompactionListener.NONE);
    }

    private List<Long> all() {
        return LongStream.range(0, (long) FILES * ROWS).boxed().toList();
    }

    @Test
    void becomeOneRowGroupOfEachPartition() throws IOException {
        long before = table.files().stream().mapToLong(FileEntry::bytes).sum();

        CompactionReport report = compact(CompactorConfig.defaults());

        assertThat(report.merged()).isEqualTo(4);
        assertThat(report.after().rowGroups()).isEqualTo(4);
        assertThat(report.after().bytes()).isLessThan(before / 2);
        assertThat(CrashScenario.ids(table.read())).isEqualTo(all());
    }

    /** Parquet's own writers, several in one process, were not always safe from one another. */
    @Test
    void areSortedBySeveralThreads() throws IOException {
        Rewrite descending = new Rewrite(
                Optional.empty(),
                Optional.of(new RowOrder.Linear(SortColumn.parse("id desc"))),
                new SortSpace(64 << 10, directory));

        CompactionReport report =
                compact(CompactorConfig.defaults().withThreads(4).withRewrite(descending));

        assertThat(report.merged()).isEqualTo(4);
        assertThat(CrashScenario.ids(table.read())).isEqualTo(all());
        for (FileEntry file : table.files()) {
            assertThat(table.read(file))
                    .extracting(r -> (Long) r.get("id"))
                    .hasSize(FILES / 4 * ROWS)
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
    }
}
