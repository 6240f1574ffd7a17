/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/** What of all that could be merged a run does, and when. */
class SelectionTest {

    private static final MessageType SCHEMA =
            Types.buildMessage().required(PrimitiveTypeName.INT64).named("id").named("t");
    private static final long NOW = Instant.parse("2026-11-22T18:30:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final PlanOptions OPTIONS = new PlanOptions(1_000, 2, 100, 0, PartitionFilter.ALL);

    private final List<TableFile> files = new ArrayList<>();

    private void add(String partition, int count, long bytes, long ageMs) {
        for (int i = 0; i < count; i++) {
            StorePath path = new StorePath("/t").child(partition).child("f" + files.size() + ".parquet");
            files.add(new TableFile(
                    partition,
                    new FileEntry(path, false, bytes, NOW - ageMs, files.size() + 1),
                    new FileFacts(SCHEMA, 10, List.of(bytes - 4), CompressionCodecName.SNAPPY, Map.of(), 4)));
        }
    }

    private CompactionPlan plan(PlanOptions options) {
        return Planner.plan(files, List.of(), Set.of(), options, SwapMode.CONCAT, NOW);
    }

    private static List<String> partitions(CompactionPlan plan) {
        return plan.groups().stream().map(MergeGroup::partition).toList();
    }

    @Test
    void shouldBeginWhereMostFilesGo() {
        add("p=1", 3, 10, 0);
        add("p=2", 7, 100, 0);
        add("p=3", 3, 5, 0);

        assertThat(partitions(plan(OPTIONS))).containsExactly("p=2", "p=1", "p=3");
    }

    @Test
    void shouldKeepToTheBudgetAndGoOnWhereItStopped() {
        add("p=1", 3, 10, 0);
        add("p=2", 7, 100, 0);
        add("p=3", 3, 5, 0);
        PlanOptions small = OPTIONS.withLimits(new RunLimits(50, 1));

        CompactionPlan first = plan(small);

        assertThat(partitions(first)).containsExactly("p=1", "p=3");
        assertThat(first.skippedByReason()).isEqualTo(Map.of(SkipReason.OVER_BUDGET, 7L));
        files.removeIf(f -> !f.partition().equals("p=2"));
        assertThat(partitions(plan(OPTIONS.withLimits(new RunLimits(700, 1))))).containsExactly("p=2");
    }

    @Test
    void shouldLeaveNoMoreDeadBytesThanAllowed() {
        add("p=1", 10, 100, 0);
        add("p=2", 9, 100, 0);
        add("p=3", 9, 100, 0);

        CompactionPlan plan = plan(OPTIONS.withLimits(new RunLimits(Long.MAX_VALUE, 0.45)));

        // 2,800 bytes; each merge lets its bytes die and adds as many: 1,000 of 3,800, then 1,900 of 4,700.
        assertThat(partitions(plan)).containsExactly("p=1", "p=2");
        assertThat(plan.skippedByReason()).isEqualTo(Map.of(SkipReason.DEAD_CAP, 9L));
        assertThat(partitions(plan(OPTIONS.withLimits(new RunLimits(Long.MAX_VALUE, 0.52)))))
                .hasSize(3);
    }

    @Test
    void shouldCountNoDeadBytesWhereNothingIsCopied() {
        add("p=1", 10, 100, 0);
        add("p=2", 10, 100, 0);
        PlanOptions hardlyAny = OPTIONS.withLimits(new RunLimits(Long.MAX_VALUE, 0.1));

        assertThat(partitions(plan(hardlyAny)))
                .as("as many as one merged file has are no matter")
                .containsExactly("p=1");
        assertThat(partitions(plan(hardlyAny.withMinRowGroupBytes(96)))).containsExactly("p=1", "p=2");
    }

    @Test
    void shouldLeaveBusyAndYoungPartitionsAlone() {
        add("dt=2026-11-22/hour=16", 2, 10, HOUR);
        add("dt=2026-11-22/hour=17", 2, 10, HOUR);
        add("dt=2026-11-21", 2, 10, HOUR);
        add("dt=2026-11-20", 2, 10, HOUR);
        add("dt=2026-11-20", 1, 1_000, HOUR / 60);

        CompactionPlan plan = plan(OPTIONS.withPartitions(new PartitionChoice(PartitionFilter.ALL, HOUR, HOUR)));

        assertThat(partitions(plan)).containsExactlyInAnyOrder("dt=2026-11-22/hour=16", "dt=2026-11-21");
        assertThat(plan.skippedByReason())
                .isEqualTo(Map.of(
                        SkipReason.PARTITION_YOUNG, 2L,
                        SkipReason.PARTITION_BUSY, 2L,
                        SkipReason.RIGHT_SIZE, 1L));
    }

    @Test
    void shouldTellTheTimeOfAPartition() {
        assertThat(PartitionTime.endMs("dt=2026-11-22"))
                .contains(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli());
        assertThat(PartitionTime.endMs("region=eu/dt=20261122/hour=07"))
                .contains(Instant.parse("2026-11-22T08:00:00Z").toEpochMilli());
        assertThat(PartitionTime.endMs("year=2026/month=02/day=28"))
                .contains(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
        for (String none :
                List.of("", "region=eu", "dt=yesterday", "dt=2026-11-22/hour=x", "dt=2026-02-30", "hour=7")) {
            assertThat(PartitionTime.endMs(none)).as(none).isEmpty();
        }
    }

    @Test
    void shouldFillToATargetOfRows() {
        add("", 10, 10, 0);

        CompactionPlan plan = plan(OPTIONS.withTarget(1_000, 40));

        assertThat(plan.groups()).extracting(MergeGroup::rows).containsExactly(40L, 40L, 20L);
    }

    @Test
    void shouldComparePartitions() {
        PartitionFilter filter = new PartitionFilter(List.of("dt>=2026-11-02/hour<10"));

        assertThat(filter.matches("dt=2026-11-02/hour=9")).isTrue();
        assertThat(filter.matches("dt=2026-11-10/hour=09")).isTrue();
        assertThat(filter.matches("dt=2026-11-10/hour=10")).isFalse();
        assertThat(filter.matches("dt=2026-11-01/hour=9")).isFalse();
        assertThat(filter.matches("day=2026-11-02/hour=9")).isFalse();
        assertThat(new PartitionFilter(List.of("region!=eu")).matches("region=us"))
                .isTrue();
        assertThat(new PartitionFilter(List.of("region!=eu")).matches("region=eu"))
                .isFalse();
        assertThat(new PartitionFilter(List.of("n<=10")).matches("n=9")).isTrue();
        assertThat(new PartitionFilter(List.of("n>10")).matches("n=9")).isFalse();
    }
}
