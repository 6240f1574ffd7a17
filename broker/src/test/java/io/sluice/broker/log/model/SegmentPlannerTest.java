/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.LogConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentPlannerTest {
    private static final List<SegmentSummary> SEGMENTS =
            List.of(segment(0, 10, 100, 1000), segment(10, 20, 100, 2000), segment(20, 30, 100, 3000));

    @Test
    void shouldKeepEverythingWithoutLimits() {
        assertThat(start(SEGMENTS, 0, config(-1, -1, true), 1_000_000)).isZero();
        assertThat(start(SEGMENTS, 0, config(0, 0, false), 1_000_000))
                .as("compact only")
                .isZero();
    }

    @Test
    void shouldKeepAtLeastRetentionBytes() {
        assertThat(start(SEGMENTS, 0, config(300, -1, true), 0)).isZero();
        assertThat(start(SEGMENTS, 0, config(201, -1, true), 0)).isZero();
        assertThat(start(SEGMENTS, 0, config(200, -1, true), 0)).isEqualTo(10);
        assertThat(start(SEGMENTS, 0, config(0, -1, true), 0)).isEqualTo(30);
    }

    @Test
    void shouldGiveUpSegmentsWhoseNewestRecordIsTooOld() {
        assertThat(start(SEGMENTS, 0, config(-1, 500, true), 2500)).isEqualTo(10);
        assertThat(start(SEGMENTS, 0, config(-1, 500, true), 2501)).isEqualTo(20);
        assertThat(start(SEGMENTS, 25, config(-1, 500, true), 2501))
                .as("never back")
                .isEqualTo(25);
        List<SegmentSummary> young = List.of(segment(0, 10, 100, 9000), segment(10, 20, 100, 1));
        assertThat(start(young, 0, config(-1, 500, true), 9001))
                .as("only from the front")
                .isZero();
        assertThat(start(List.of(segment(0, 10, 100, -1)), 0, config(-1, 0, true), 9001))
                .as("no timestamp, no age")
                .isZero();
    }

    @Test
    void shouldRollBySizeTimeAndOffsetRange() {
        LogConfig config = config(-1, -1, true);
        SegmentSummary active = segment(0, 10, 900, 1000);
        assertThat(SegmentPlanner.mustRoll(active, 100, 12, 1000, config)).isFalse();
        assertThat(SegmentPlanner.mustRoll(active, 101, 12, 1000, config)).isTrue();
        assertThat(SegmentPlanner.mustRoll(active, 1, 12, 1051, config)).isTrue();
        assertThat(SegmentPlanner.mustRoll(active, 1, 12, 1050, config)).isFalse();
        assertThat(SegmentPlanner.mustRoll(active, 1, Integer.MAX_VALUE, 1000, config))
                .isFalse();
        assertThat(SegmentPlanner.mustRoll(active, 1, 1L + Integer.MAX_VALUE, 1000, config))
                .isTrue();
        assertThat(SegmentPlanner.mustRoll(segment(0, 0, 0, -1), 5000, 12, 1000, config))
                .as("an empty segment takes what does not fit anywhere")
                .isFalse();
    }

    private static long start(List<SegmentSummary> segments, long start, LogConfig config, long nowMs) {
        return SegmentPlanner.startAfterRetention(segments, start, config, nowMs);
    }

    private static SegmentSummary segment(long base, long end, long size, long timestamp) {
        return new SegmentSummary(base, end, size, timestamp, end - 1, timestamp);
    }

    private static LogConfig config(long retentionBytes, long retentionMs, boolean delete) {
        return new LogConfig(
                1000, 50, retentionBytes, retentionMs, 1000, 100, false, Long.MAX_VALUE, 1, delete, !delete);
    }
}
