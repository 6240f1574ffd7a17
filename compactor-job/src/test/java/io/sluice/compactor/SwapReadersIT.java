/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.ReadersAtEachMoment.Length;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The statements of docs/compaction-readers.md, each over all queries that there can be beside one swap: whatever the
 * moments at which a query lists, reads the sources, and reads the merged file.
 */
class SwapReadersIT {

    private static final CompactorConfig RECLAIM = CrashScenario.config().withReclaimDelayMs(0);

    @TempDir
    Path directory;

    /** One compaction of three files, with all queries beside it. */
    private static ReadersAtEachMoment watch(FileStore compactors, FileStore readers, CrashScenario scenario)
            throws IOException {
        ReadersAtEachMoment all = new ReadersAtEachMoment(readers, scenario.table());
        FileStore watched = new WatchedFileStore(compactors, all::look);
        CompactionReport report =
                Compactor.run(CrashScenario.config(), watched, scenario.table().root(), CompactionListener.NONE);
        assertThat(report.merged()).isEqualTo(1);
        all.look("end");
        return all;
    }

    private interface Query {
        void check(int lists, int readsSources, int readsMerged, Optional<List<Long>> rows);
    }

    private static void forEachQuery(ReadersAtEachMoment all, Length length, Query query) {
        for (int lists = 0; lists < all.moments(); lists++) {
            for (int sources = lists; sources < all.moments(); sources++) {
                for (int merged = lists; merged < all.moments(); merged++) {
                    query.check(lists, sources, merged, all.query(lists, sources, merged, length));
                }
            }
        }
    }

    @Test
    void concat() throws IOException {
        try (FileStore store = TestHdfs.store();
                FileStore readers = TestHdfs.store()) {
            CrashScenario scenario = new CrashScenario(store, MiniHdfs.shared().newDirectory(getClass()), "dt=1");
            scenario.fill();
            List<Long> expected = scenario.expected();

            ReadersAtEachMoment all = watch(store, readers, scenario);

            int concat = all.before("concat ");
            assertThat(all.operation(concat - 1))
                    .as("nothing comes between the two")
                    .startsWith("rename ")
                    .contains(".front to ");
            forEachQuery(
                    all,
                    Length.LISTED,
                    (lists, sources, merged, rows) -> assertThat(rows.orElse(expected))
                            .as(
                                    "who keeps to the listed length: lists at %d, reads at %d and %d",
                                    lists, sources, merged)
                            .isEqualTo(expected));
            forEachQuery(all, Length.FRESH, (lists, sources, merged, rows) -> {
                boolean fooled = lists == concat && sources == concat && merged > concat;
                assertThat(rows.orElse(expected).size())
                        .as("who asks for the length anew: lists at %d, reads at %d and %d", lists, sources, merged)
                        .isEqualTo(fooled ? 2 * expected.size() : expected.size());
                assertThat(new HashSet<>(rows.orElse(expected))).isEqualTo(Set.copyOf(expected));
            });
            for (int lists = 0; lists < all.moments(); lists++) {
                assertThat(all.query(lists, lists, lists, Length.FRESH))
                        .as("a query that is quick enough never fails")
                        .contains(expected);
                boolean before = lists <= concat;
                assertThat(all.query(lists, all.moments() - 1, all.moments() - 1, Length.FRESH)
                                .isEmpty())
                        .as("listed at %d, a query that reads after the swap fails if it listed before it", lists)
                        .isEqualTo(before);
            }
        }
    }

    @Test
    void renames() throws IOException {
        LocalFileStore store = new LocalFileStore();
        CrashScenario scenario = new CrashScenario(store, new StorePath(directory.toString()).child("t"), "dt=1");
        scenario.fill();
        List<Long> expected = scenario.expected();

        ReadersAtEachMoment all = watch(store, store, scenario);

        int shown = all.before("rename " + scenario.table().root() + "/dt=1/.sluice-merge-0000000000000000001.front");
        Set<Integer> lacking = new HashSet<>();
        for (Length length : Length.values()) {
            forEachQuery(all, length, (lists, sources, merged, rows) -> {
                assertThat(rows.orElse(expected))
                        .as("lists at %d, reads at %d and %d", lists, sources, merged)
                        .doesNotHaveDuplicates();
                if (!rows.orElse(expected).equals(expected)) {
                    lacking.add(lists);
                }
            });
        }
        assertThat(lacking)
                .as("who lists after the first source is hidden and before the merged file is shown lacks rows")
                .containsExactlyInAnyOrder(shown - 2, shown - 1, shown);
    }

    /** The file is open: what it held is read to its end, whatever happens to its name. */
    @Test
    void whoHasASourceOpenReadsItToItsEnd() throws IOException {
        try (FileStore store = TestHdfs.store();
                FileStore readers = TestHdfs.store()) {
            CrashScenario scenario = new CrashScenario(store, MiniHdfs.shared().newDirectory(getClass()), "dt=1");
            scenario.fill();
            Map<StorePath, byte[]> contents = new HashMap<>();
            List<SeekableInput> open = new ArrayList<>();
            List<StorePath> names = new ArrayList<>();
            for (FileEntry file : scenario.table().files()) {
                contents.put(file.path(), bytes(readers.open(file.path())));
            }
            FileStore watched = new WatchedFileStore(store, operation -> {
                for (FileEntry file : scenario.table().files()) {
                    if (contents.containsKey(file.path())) {
                        open.add(readers.open(file.path()));
                        names.add(file.path());
                    }
                }
            });

            Compactor.run(CrashScenario.config(), watched, scenario.table().root(), CompactionListener.NONE);

            assertThat(open).hasSizeGreaterThan(10);
            for (int i = 0; i < open.size(); i++) {
                assertThat(bytes(open.get(i))).isEqualTo(contents.get(names.get(i)));
            }
        }
    }

    private static byte[] bytes(SeekableInput in) throws IOException {
        try (in) {
            byte[] bytes = new byte[Math.toIntExact(in.length())];
            in.readFully(0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    /** A merged file that is rid of its dead bytes: who listed before reads each row once, or fails. */
    @Test
    void reclaim() throws IOException {
        try (FileStore store = TestHdfs.store();
                FileStore readers = TestHdfs.store()) {
            CrashScenario scenario = new CrashScenario(store, MiniHdfs.shared().newDirectory(getClass()), "dt=1");
            scenario.fill();
            Compactor.run(CrashScenario.config(), store, scenario.table().root(), CompactionListener.NONE);
            List<Long> expected = scenario.expected();
            ReadersAtEachMoment all = new ReadersAtEachMoment(readers, scenario.table());

            CompactionReport report = Compactor.run(
                    RECLAIM,
                    new WatchedFileStore(store, all::look),
                    scenario.table().root(),
                    CompactionListener.NONE);

            all.look("end");
            int replace = all.before("replace ");
            assertThat(report.reclaimedBytes()).isPositive();
            for (int lists = 0; lists < all.moments(); lists++) {
                for (int reads = lists; reads < all.moments(); reads++) {
                    boolean straddles = lists <= replace && reads > replace;
                    assertThat(all.query(lists, reads, reads, Length.FRESH))
                            .as("lists at %d, reads at %d", lists, reads)
                            .contains(expected);
                    assertThat(all.query(lists, reads, reads, Length.LISTED))
                            .as("keeps to the length of %d, reads at %d", lists, reads)
                            .isEqualTo(straddles ? Optional.empty() : Optional.of(expected));
                }
            }
        }
    }
}
