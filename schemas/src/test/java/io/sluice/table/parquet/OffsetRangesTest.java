/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.OffsetRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangesTest {

    private static OffsetRange range(int partition, long first, long last) {
        return new OffsetRange("t", partition, first, last, last - first + 1);
    }

    @Test
    void readsWhatItWrote() {
        List<OffsetRange> ranges = List.of(range(0, 1, 5), new OffsetRange("u \"x\"", 3, 10, Long.MAX_VALUE - 1, 7));
        assertThat(OffsetRanges.fromJson(OffsetRanges.toJson(ranges))).isEqualTo(ranges);
        assertThat(OffsetRanges.toJson(List.of(range(0, 1, 5))))
                .isEqualTo("[{\"topic\":\"t\",\"partition\":0,\"first\":1,\"last\":5,\"rows\":5}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[{}]", "[{\"topic\":\"t\",\"partition\":0,\"first\":\"1\",\"last\":5,\"rows\":5}]"})
    void refusesWhatItDidNotWrite(String json) {
        assertThatThrownBy(() -> OffsetRanges.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.offset.ranges");
    }

    @Test
    void refusesMoreRowsThanOffsets() {
        assertThatThrownBy(() -> new OffsetRange("t", 0, 5, 6, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("t-0: 3 rows at offsets 5 to 6");
    }

    @Property(tries = 200)
    void unionKeepsEveryRowAndJoinsWhatTouches(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 3) Integer> steps, @ForAll Random random) {
        List<OffsetRange> ranges = new ArrayList<>();
        long at = 0;
        int gaps = 0;
        for (int step : steps) {
            boolean gap = step == 3;
            gaps += gap ? 1 : 0;
            at += gap ? 10 : 0;
            ranges.add(range(0, at, at + step - 1));
            at += step;
        }
        Collections.shuffle(ranges, random);
        List<OffsetRange> union = OffsetRanges.union(ranges);
        assertThat(union).hasSize(gaps + (steps.get(0) == 3 ? 0 : 1));
        assertThat(union.stream().mapToLong(OffsetRange::rows).sum())
                .isEqualTo(ranges.stream().mapToLong(OffsetRange::rows).sum());
        assertThat(OffsetRanges.union(union)).isEqualTo(union);
    }

    @Test
    void unionKeepsPartitionsApart() {
        assertThat(OffsetRanges.union(List.of(range(1, 5, 9), range(0, 0, 4))))
                .containsExactly(range(0, 0, 4), range(1, 5, 9));
    }

    @Test
    void unionRefusesARecordTwice() {
        assertThatThrownBy(() -> OffsetRanges.union(List.of(range(0, 0, 5), range(0, 5, 9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ranges overlap: ");
    }
}
