/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.SegmentSummary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanPlannerTest {
    private static final long NOW_MS = 1_000_000;

    private static SegmentSummary segment(long base, long end, long bytes, long timestamp) {
        return new SegmentSummary(base, end, bytes, timestamp, end - 1, timestamp);
    }

    private static LogConfig rules(LogConfig.Compaction compaction) {
        return new LogConfig(
                1000, 1000, -1, -1, 1000, 100, false, Long.MAX_VALUE, Long.MAX_VALUE, false, true, compaction, null);
    }

    private static final List<SegmentSummary> FOUR = List.of(
            segment(0, 10, 100, 1000),
            segment(10, 20, 200, 2000),
            segment(20, 30, 300, 3000),
            segment(30, 40, 400, 4000));

    private static Dirtiness dirtiness(long start, long cleanedTo, long stable, LogConfig.Compaction rules) {
        return CleanPlanner.dirtiness(new LogFacts(FOUR, start, cleanedTo, stable, rules(rules)), NOW_MS);
    }

    @Test
    void shouldTellDirtyFromClean() {
        Dirtiness half = dirtiness(0, 20, 100, LogConfig.Compaction.DEFAULTS);

        assertThat(half).isEqualTo(new Dirtiness(20, 40, 300, 700, false));
        assertThat(half.ratio()).isEqualTo(0.7);
        assertThat(dirtiness(0, 40, 100, LogConfig.Compaction.DEFAULTS).ratio()).isZero();
        assertThat(dirtiness(15, 0, 100, LogConfig.Compaction.DEFAULTS).firstDirtyOffset())
                .as("behind the log's start")
                .isEqualTo(15);
        assertThat(dirtiness(5, 41, 100, LogConfig.Compaction.DEFAULTS).firstDirtyOffset())
                .as("beyond what a power cut has left")
                .isEqualTo(5);
    }

    @Test
    void shouldStopWhereATransactionIsOpen() {
        assertThat(dirtiness(0, 0, 29, LogConfig.Compaction.DEFAULTS).endOffset())
                .isEqualTo(20);
        assertThat(dirtiness(0, 0, 30, LogConfig.Compaction.DEFAULTS).endOffset())
                .isEqualTo(30);
        assertThat(dirtiness(0, 0, 5, LogConfig.Compaction.DEFAULTS)).isEqualTo(new Dirtiness(0, 0, 0, 0, false));
    }

    @Test
    void shouldLeaveYoungRecordsAlone() {
        LogConfig.Compaction lag = new LogConfig.Compaction(0.5, 0, NOW_MS - 2500, Long.MAX_VALUE);

        assertThat(dirtiness(0, 0, 100, lag).endOffset()).isEqualTo(20);
    }

    @Test
    void shouldHurryWhenARecordHasWaitedTooLong() {
        assertThat(dirtiness(0, 20, 100, new LogConfig.Compaction(0.5, 0, 0, NOW_MS - 3000))
                        .overdue())
                .isFalse();
        assertThat(dirtiness(0, 20, 100, new LogConfig.Compaction(0.5, 0, 0, NOW_MS - 3001))
                        .overdue())
                .isTrue();
        assertThat(dirtiness(0, 40, 100, new LogConfig.Compaction(0.5, 0, 0, 1)).overdue())
                .as("all is clean")
                .isFalse();
    }

    @Test
    void shouldChooseTheDirtiestLogButThoseOverdueFirst() {
        LogFacts little = new LogFacts(FOUR, 0, 30, 100, rules(LogConfig.Compaction.DEFAULTS));
        LogFacts much = new LogFacts(FOUR, 0, 20, 100, rules(LogConfig.Compaction.DEFAULTS));
        LogFacts all = new LogFacts(FOUR, 0, 0, 100, rules(LogConfig.Compaction.DEFAULTS));
        LogFacts late = new LogFacts(FOUR, 0, 30, 100, rules(new LogConfig.Compaction(0.9, 0, 0, 1)));

        assertThat(CleanPlanner.dirtiest(Map.of("little", little), NOW_MS)).isEmpty();
        assertThat(CleanPlanner.dirtiest(Map.of("little", little, "much", much, "all", all), NOW_MS))
                .contains("all");
        assertThat(CleanPlanner.dirtiest(Map.of("late", late, "all", all), NOW_MS))
                .contains("late");
        assertThat(CleanPlanner.<String>dirtiest(Map.of(), NOW_MS)).isEmpty();
    }

    @Test
    void shouldPutNeighboursTogetherThatFitIntoASegment() {
        assertThat(CleanPlanner.groups(FOUR, 40, 600)).containsExactly(FOUR.subList(0, 3), FOUR.subList(3, 4));
        assertThat(CleanPlanner.groups(FOUR, 31, 10_000)).containsExactly(FOUR);
        assertThat(CleanPlanner.groups(FOUR, 30, 10_000)).containsExactly(FOUR.subList(0, 3));
        assertThat(CleanPlanner.groups(FOUR, 40, 1)).hasSize(4);
        assertThat(CleanPlanner.groups(List.of(), 40, 1)).isEmpty();
    }

    @Test
    void shouldKeepOffsetsOfASegmentWithinWhatItsIndexCanSay() {
        SegmentSummary low = segment(0, 10, 1, 1);
        SegmentSummary high = segment(10, Integer.MAX_VALUE + 1L, 1, 1);

        assertThat(CleanPlanner.groups(List.of(low, high), Long.MAX_VALUE, 100)).hasSize(2);
    }

    @Test
    void shouldSpreadBytesOverTime() {
        Throttle throttle = new Throttle(1000);

        assertThat(throttle.waitNs(500, 0)).isEqualTo(500_000_000);
        assertThat(throttle.waitNs(500, 100_000_000)).isEqualTo(900_000_000);
        assertThat(throttle.waitNs(500, 5_000_000_000L))
                .as("time unused is not saved up")
                .isEqualTo(500_000_000);
        assertThat(new Throttle(Double.MAX_VALUE).waitNs(1 << 30, 7)).isZero();
    }
}
