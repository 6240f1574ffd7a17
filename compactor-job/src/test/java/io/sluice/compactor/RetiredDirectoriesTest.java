/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CleanReport.Kind;
import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.io.RetiredDirectories;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an exchange has hidden is there for as long as a listing may take, and not for longer than the run. */
class RetiredDirectoriesTest {

    private static final long LISTING_MS = 400;

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private StorePath root;
    private RetiredDirectories retired;

    @BeforeEach
    void open() throws IOException {
        root = new StorePath(directory.toString()).child("t");
        new CrashScenario(store, root, "dt=1").fill();
        retired = new RetiredDirectories(store, new TableLayout(root));
    }

    private static CompactorConfig config(long listingMs) {
        return CrashScenario.config().withSwapModes(List.of(SwapMode.EXCHANGE)).withListingMs(listingMs);
    }

    /** What is kept when the merge is done, and when that was. */
    private final class AtTheEnd implements CompactionListener {

        private final List<FileEntry> kept = new ArrayList<>();
        private long nanos;

        @Override
        public void finished(MergeResult result) {
            nanos = System.nanoTime();
            try {
                for (FileEntry each : retired.kept()) {
                    kept.addAll(store.list(each.path()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aRunEndsWhenListingsHaveEnded() throws IOException {
        AtTheEnd end = new AtTheEnd();

        assertThat(Compactor.run(config(LISTING_MS), store, root, end).merged()).isEqualTo(1);

        assertThat(System.nanoTime() - end.nanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(LISTING_MS / 2));
        assertThat(end.kept).hasSize(3);
        assertThat(retired.kept()).isEmpty();
    }

    @Test
    void whereQueriesNeedNoTimeListingsNeedNone() throws IOException {
        AtTheEnd end = new AtTheEnd();
        CompactorConfig hours = config(TimeUnit.HOURS.toMillis(1)).withReclaimDelayMs(0);

        Compactor.run(hours, store, root, end);

        assertThat(end.kept).hasSize(3);
        assertThat(retired.kept()).isEmpty();
    }

    @Test
    void whatADeadRunHasLeftIsCleaned() throws IOException {
        StorePath left = root.child(".sluice/compaction/retired/0000000000000000007");
        store.makeDirectories(left);
        TestTable.write(
                store, left.child("a.parquet"), CrashScenario.NUMBER, CrashScenario.numbers(0, 1), java.util.Map.of());

        CleanReport would = Compactor.clean(config(0).asDryRun(), store, root, CompactionListener.NONE);
        assertThat(retired.kept()).hasSize(1);
        CleanReport did = Compactor.clean(config(0), store, root, CompactionListener.NONE);

        assertThat(would.items()).isEqualTo(did.items()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(Kind.RETIRED);
            assertThat(item.path()).isEqualTo(left);
            assertThat(item.bytes()).isPositive();
        });
        assertThat(retired.kept()).isEmpty();
    }
}
