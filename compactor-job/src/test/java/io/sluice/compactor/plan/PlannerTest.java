/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final MessageType SCHEMA =
            Types.buildMessage().required(PrimitiveTypeName.INT64).named("id").named("t");
    private static final long TARGET = 1_000;
    private static final long NOW = 1_000_000;
    private static final StorePath ROOT = new StorePath("/t");

    private static PlanOptions options() {
        return new PlanOptions(TARGET, 2, 10_000, 0, PartitionFilter.ALL);
    }

    private static TableFile file(String partition, String name, long weight, Map<String, String> keyValues) {
        StorePath path = ROOT.child(partition).child(name);
        return new TableFile(
                partition,
                new FileEntry(path, false, weight + 100, NOW - 500, 1),
                new FileFacts(SCHEMA, weight, List.of(weight), CompressionCodecName.SNAPPY, keyValues, 100));
    }

    private static TableFile file(String partition, String name, long weight) {
        return file(partition, name, weight, Map.of());
    }

    private static CompactionPlan plan(List<TableFile> files) {
        return Planner.plan(files, List.of(), Set.of(), options(), SwapMode.RENAME, NOW);
    }

    @Provide
    Arbitrary<List<TableFile>> tables() {
        Arbitrary<String> partitions = Arbitraries.of("", "dt=1", "dt=2", "dt=2/hour=3");
        Arbitrary<Long> weights = Arbitraries.longs().between(0, TARGET + TARGET / 2);
        return Combinators.combine(partitions, weights)
                .as((partition, weight) -> Map.entry(partition, weight))
                .list()
                .ofMaxSize(60)
                .map(entries -> {
                    List<TableFile> files = new ArrayList<>();
                    entries.forEach(e -> files.add(file(e.getKey(), "f" + files.size() + ".parquet", e.getValue())));
                    return files;
                });
    }

    @Property
    void everyFileIsInOneMergeOrSkippedOnce(@ForAll("tables") List<TableFile> files) {
        CompactionPlan plan = plan(files);

        List<StorePath> told = new ArrayList<>();
        plan.groups().forEach(g -> g.files().forEach(f -> told.add(f.entry().path())));
        plan.skipped().forEach(s -> told.add(s.path()));
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(f -> f.entry().path()).toList());
    }

    @Property
    void aMergeIsOfOnePartitionAndNotAboveTheTarget(@ForAll("tables") List<TableFile> files) {
        for (MergeGroup group : plan(files).groups()) {
            assertThat(group.files())
                    .hasSizeGreaterThan(1)
                    .allMatch(f -> f.partition().equals(group.partition()));
            assertThat(group.weight()).isLessThanOrEqualTo(TARGET);
        }
    }

    /** However well the merged rows compress. */
    @Property
    void aSecondRunHasNothingToDo(@ForAll("tables") List<TableFile> files) {
        CompactionPlan first = plan(files);
        Set<TableFile> after = new HashSet<>(files);
        int sequence = 0;
        for (MergeGroup group : first.groups()) {
            after.removeAll(group.files());
            long compressed = group.weight() / 3;
            TableFile merged = file(
                    group.partition(),
                    "t+merged+" + ++sequence + ".parquet",
                    compressed,
                    Map.of(MergeKeys.WEIGHT, Long.toString(group.weight())));
            after.add(merged);
        }

        assertThat(plan(new ArrayList<>(after)).groups()).isEmpty();
    }

    @Property
    void noTwoMergesOfAPartitionFitIntoOne(@ForAll("tables") List<TableFile> files) {
        List<MergeGroup> groups = plan(files).groups();
        for (int a = 0; a < groups.size(); a++) {
            for (int b = a + 1; b < groups.size(); b++) {
                assertThat(!groups.get(a).partition().equals(groups.get(b).partition())
                                || groups.get(a).weight() + groups.get(b).weight() > TARGET)
                        .isTrue();
            }
        }
    }

    @Property
    void theOrderOfTheListingDoesNotMatter(@ForAll("tables") List<TableFile> files) {
        List<TableFile> backwards = new ArrayList<>(files);
        java.util.Collections.reverse(backwards);

        assertThat(plan(backwards).groups()).isEqualTo(plan(files).groups());
    }

    @Test
    void shouldSayWhyNothingIsMerged() {
        List<TableFile> files = List.of(
                file("dt=1", "right.parquet", 750),
                file("dt=1", "alone.parquet", 700),
                file("dt=2", "other.parquet", 10),
                file("dt=3", "doubt.parquet", 10));
        PlanOptions options = new PlanOptions(TARGET, 2, 100, 0, new PartitionFilter(List.of("dt=1", "dt=3")));

        CompactionPlan plan = Planner.plan(
                files,
                List.of(new SkippedFile(
                        ROOT.child("dt=1/broken.parquet"), SkipReason.UNREADABLE, "not a Parquet file")),
                Set.of(ROOT.child("dt=3/doubt.parquet")),
                options,
                SwapMode.RENAME,
                NOW);

        assertThat(plan.skippedByReason())
                .isEqualTo(Map.of(
                        SkipReason.RIGHT_SIZE, 1L,
                        SkipReason.ALONE, 1L,
                        SkipReason.NOT_CHOSEN, 1L,
                        SkipReason.IN_DOUBT, 1L,
                        SkipReason.UNREADABLE, 1L));
        assertThat(plan.toString())
                .contains("nothing to merge")
                .contains("leave 1 as they are: right size")
                .contains("/t/dt=1/broken.parquet: not a Parquet file");
    }

    @Test
    void shouldLeaveYoungFilesAlone() {
        PlanOptions options = new PlanOptions(TARGET, 2, 100, 501, PartitionFilter.ALL);

        CompactionPlan plan = Planner.plan(
                List.of(file("", "a.parquet", 1), file("", "b.parquet", 1)),
                List.of(),
                Set.of(),
                options,
                SwapMode.RENAME,
                NOW);

        assertThat(plan.skippedByReason()).isEqualTo(Map.of(SkipReason.TOO_YOUNG, 2L));
    }

    @Test
    void shouldNotTakeMoreInputsThanAllowed() {
        PlanOptions options = new PlanOptions(TARGET, 2, 3, 0, PartitionFilter.ALL);
        List<TableFile> files = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            files.add(file("", i + ".parquet", 1));
        }

        assertThat(Planner.plan(files, List.of(), Set.of(), options, SwapMode.RENAME, NOW)
                        .groups())
                .extracting(g -> g.files().size())
                .containsExactly(3, 3);
    }

    @Test
    void shouldChoosePartitionsByDepthAndStar() {
        PartitionFilter filter = new PartitionFilter(List.of("dt=2026-11-*", "region=eu/dt=2026-01-01"));

        assertThat(filter.matches("dt=2026-11-22")).isTrue();
        assertThat(filter.matches("dt=2026-11-22/hour=3")).isTrue();
        assertThat(filter.matches("region=eu/dt=2026-01-01")).isTrue();
        assertThat(filter.matches("region=eu")).isFalse();
        assertThat(filter.matches("dt=2026-12-01")).isFalse();
        assertThat(filter.matches("")).isFalse();
        assertThat(PartitionFilter.ALL.matches("")).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionFilter(List.of("dt=1//x")))
                .withMessageContaining("'dt=1//x' has an empty part");
    }

    @Test
    void shouldCountDeadBytes() {
        FileEntry entry = new FileEntry(ROOT.child("m.parquet"), false, 5_000, 0, 1);
        FileFacts facts = new FileFacts(SCHEMA, 10, List.of(1_000L), CompressionCodecName.SNAPPY, Map.of(), 200);

        assertThat(new TableFile("", entry, facts).deadBytes()).isEqualTo(3_796);
    }

    /** A table to which files come, and a run after each few. Sizes are bytes of rows; all else has none. */
    private static final class Growing {

        private final SwapMode mode;
        private List<TableFile> files = new ArrayList<>();
        private long arrived;
        private long written;
        private int names;

        Growing(SwapMode mode) {
            this.mode = mode;
        }

        private TableFile file(String name, long bytes, long weight, Map<String, String> keyValues) {
            FileEntry entry = new FileEntry(ROOT.child(name), false, bytes, 0, ++names);
            return new TableFile(
                    "", entry, new FileFacts(SCHEMA, 1, List.of(weight), CompressionCodecName.SNAPPY, keyValues, 0));
        }

        void arrive(List<Integer> weights) {
            for (int weight : weights) {
                files.add(file(String.format("t+0+%010d.parquet", names), weight, weight, Map.of()));
                arrived += weight;
            }
        }

        CompactionPlan plan() {
            return Planner.plan(files, List.of(), Set.of(), options(), mode, NOW);
        }

        void run() {
            List<TableFile> after = new ArrayList<>(files);
            for (MergeGroup group : plan().groups()) {
                after.removeAll(group.files());
                written += group.weight();
                after.add(file(
                        String.format("t+merged+%019d.parquet", names),
                        group.weight() + (mode == SwapMode.CONCAT ? group.bytes() : 0),
                        group.weight(),
                        Map.of(MergeKeys.WEIGHT, Long.toString(group.weight()))));
            }
            files = after;
        }

        long stored() {
            return files.stream().mapToLong(f -> f.entry().bytes()).sum();
        }
    }

    @Provide
    Arbitrary<List<List<Integer>>> arrivals() {
        return Arbitraries.integers()
                .between(1, 60)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 300)
    void aRowIsWrittenOnceForEachDoublingOfItsFile(
            @ForAll("arrivals") List<List<Integer>> arrivals, @ForAll SwapMode mode) {
        Growing table = new Growing(mode);
        for (List<Integer> files : arrivals) {
            table.arrive(files);
            table.run();

            assertThat(table.plan().groups()).as("of a second run").isEmpty();
        }

        // Once when new, once for each of the ten doublings from 1 to the target, once to reach the right size.
        assertThat(table.written).isLessThanOrEqualTo(12 * table.arrived);
        if (mode == SwapMode.CONCAT) {
            assertThat(table.stored()).isLessThanOrEqualTo(5 * table.arrived);
        } else {
            // Two files of a kind would have become one: of each doubling there is one at most, in every bin.
            assertThat(table.files.size()).isLessThanOrEqualTo((int) (11 * (2 * table.arrived / TARGET + 1)));
        }
    }

    /** Written again in each run, 300 small files would cost a hundred times their bytes. */
    @Test
    void manySmallArrivalsCostLittle() {
        for (SwapMode mode : SwapMode.values()) {
            Growing table = new Growing(mode);
            for (int run = 0; run < 300; run++) {
                table.arrive(List.of(3));
                table.run();
            }

            assertThat(table.written).isLessThan(9 * table.arrived);
            assertThat(table.stored()).isLessThan(5 * table.arrived);
            assertThat(table.files).hasSizeLessThan(15);
        }
    }

    private static TableFile merged(String name, long weight, long bytes) {
        TableFile file = file("", name, weight, Map.of(MergeKeys.WEIGHT, Long.toString(weight)));
        return new TableFile("", new FileEntry(file.entry().path(), false, bytes, 0, 2), file.facts());
    }

    @Test
    void shouldSayWhyAMergedFileWaits() {
        TableFile old = merged("m.parquet", 400, 900);
        TableFile few = file("", "n1.parquet", 100);
        TableFile more = file("", "n2.parquet", 310);

        CompactionPlan little = Planner.plan(List.of(old, few), List.of(), Set.of(), options(), SwapMode.CONCAT, NOW);
        CompactionPlan dead =
                Planner.plan(List.of(old, few, more), List.of(), Set.of(), options(), SwapMode.CONCAT, NOW);
        CompactionPlan renamed =
                Planner.plan(List.of(old, few, more), List.of(), Set.of(), options(), SwapMode.RENAME, NOW);

        assertThat(little.skippedByReason()).isEqualTo(Map.of(SkipReason.TOO_LITTLE_NEW, 1L, SkipReason.ALONE, 1L));
        assertThat(dead.skippedByReason()).isEqualTo(Map.of(SkipReason.TOO_MANY_DEAD, 1L));
        assertThat(dead.groups())
                .singleElement()
                .satisfies(g -> assertThat(g.files()).containsExactly(few, more));
        assertThat(renamed.groups())
                .singleElement()
                .satisfies(g -> assertThat(g.files()).containsExactly(old, few, more));
    }
}
