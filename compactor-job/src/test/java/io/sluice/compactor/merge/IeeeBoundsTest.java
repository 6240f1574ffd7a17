/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;

class IeeeBoundsTest {

    private static ByteBuffer bytes(double value) {
        return ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, value);
    }

    private static ByteBuffer bytes(float value) {
        return ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
    }

    private static Statistics statistics(ByteBuffer min, ByteBuffer max) {
        Statistics statistics = new Statistics();
        statistics.setMin_value(min);
        statistics.setMax_value(max);
        statistics.setNull_count(3);
        return statistics;
    }

    private static ColumnIndex index(double... bounds) {
        List<ByteBuffer> values =
                java.util.Arrays.stream(bounds).mapToObj(IeeeBoundsTest::bytes).toList();
        return new ColumnIndex(
                java.util.Arrays.stream(bounds).mapToObj(b -> false).toList(), values, values, BoundaryOrder.UNORDERED);
    }

    @Test
    void numbersStay() {
        Statistics statistics = statistics(bytes(-1.5f), bytes(2.5f));
        IeeeBounds.change(statistics);
        assertThat(statistics).isEqualTo(statistics(bytes(-1.5f), bytes(2.5f)));
        assertThat(IeeeBounds.changed(index(1, -2))).isEqualTo(index(1, -2));
    }

    @Test
    void eitherZeroStandsForBoth() {
        Statistics statistics = statistics(bytes(0.0), bytes(-0.0));
        IeeeBounds.change(statistics);
        assertThat(statistics).isEqualTo(statistics(bytes(-0.0), bytes(0.0)));
        ColumnIndex index = IeeeBounds.changed(index(0.0, -0.0));
        assertThat(index.getMin_values()).containsExactly(bytes(-0.0), bytes(-0.0));
        assertThat(index.getMax_values()).containsExactly(bytes(0.0), bytes(0.0));
    }

    @Test
    void nanIsNoBound() {
        Statistics statistics = statistics(bytes(Double.NaN), bytes(Double.NaN));
        IeeeBounds.change(statistics);
        assertThat(statistics.isSetMin_value()).isFalse();
        assertThat(statistics.isSetMax_value()).isFalse();
        assertThat(statistics.getNull_count()).isEqualTo(3);
        assertThat(IeeeBounds.changed(index(1, Double.NaN))).isNull();
    }

    @Test
    void pagesOfNullsHaveNone() {
        ColumnIndex index = index(1, 2);
        index.setNull_pages(List.of(false, true));
        index.setMin_values(List.of(bytes(1.0), ByteBuffer.allocate(0)));
        index.setMax_values(List.of(bytes(2.0), ByteBuffer.allocate(0)));
        assertThat(IeeeBounds.changed(index)).isEqualTo(index);
        assertThat(IeeeBounds.changed(null)).isNull();
    }
}
