/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of floating-point values in the order of IEEE 754, made those of the order that all readers know: it has no place
 * for NaN, and of the two zeros either stands for both.
 */
final class IeeeBounds {

    private IeeeBounds() {}

    /** Changes the bounds of a chunk; takes them away if they say nothing in the other order. */
    static void change(Statistics statistics) {
        if (!statistics.isSetMin_value() || !statistics.isSetMax_value()) {
            return;
        }
        ByteBuffer min = changed(ByteBuffer.wrap(statistics.getMin_value()), true);
        ByteBuffer max = changed(ByteBuffer.wrap(statistics.getMax_value()), false);
        statistics.unsetMin();
        statistics.unsetMax();
        if (min == null || max == null) {
            statistics.unsetMin_value();
            statistics.unsetMax_value();
        } else {
            statistics.setMin_value(min);
            statistics.setMax_value(max);
        }
    }

    /** An index with the bounds of pages changed; null if those of one say nothing in the other order. */
    static @Nullable ColumnIndex changed(@Nullable ColumnIndex index) {
        if (index == null) {
            return null;
        }
        List<ByteBuffer> mins = changed(index.getMin_values(), index.getNull_pages(), true);
        List<ByteBuffer> maxs = changed(index.getMax_values(), index.getNull_pages(), false);
        if (mins == null || maxs == null) {
            return null;
        }
        ColumnIndex changed = new ColumnIndex(index);
        changed.setMin_values(mins);
        changed.setMax_values(maxs);
        return changed;
    }

    private static @Nullable List<ByteBuffer> changed(List<ByteBuffer> bounds, List<Boolean> nullPages, boolean min) {
        List<ByteBuffer> changed = new ArrayList<>();
        for (int page = 0; page < bounds.size(); page++) {
            ByteBuffer bound = nullPages.get(page) ? bounds.get(page) : changed(bounds.get(page), min);
            if (bound == null) {
                return null;
            }
            changed.add(bound);
        }
        return changed;
    }

    private static @Nullable ByteBuffer changed(ByteBuffer bound, boolean min) {
        ByteBuffer bytes = bound.slice().order(ByteOrder.LITTLE_ENDIAN);
        boolean single = bytes.remaining() == Float.BYTES;
        if (!single && bytes.remaining() != Double.BYTES) {
            return null;
        }
        double value = single ? bytes.getFloat(0) : bytes.getDouble(0);
        if (Double.isNaN(value)) {
            return null;
        }
        if (value != 0) {
            return bound;
        }
        double zero = min ? -0.0 : 0.0;
        ByteBuffer changed = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        return single ? changed.putFloat(0, (float) zero) : changed.putDouble(0, zero);
    }
}
