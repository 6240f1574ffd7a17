/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import io.sluice.compactor.merge.input.ChunkEntries;
import io.sluice.compactor.merge.page.CopiedPages;
import org.apache.parquet.io.api.Binary;

/** Adds the entries of a column to its checksum, and counts rows. */
final class SummedEntries implements ChunkEntries {

    private final ColumnChecksum sum;
    private final CopiedPages skipped;
    private long rows;

    /** Adds to a sum, but for entries that are in one of those pages. */
    SummedEntries(ColumnChecksum sum, CopiedPages skipped) {
        this.sum = sum;
        this.skipped = skipped;
    }

    long rows() {
        return rows;
    }

    /** Counts an entry, and says whether to read it. */
    private boolean count(int repetition) {
        if (repetition == 0) {
            rows++;
        }
        if (skipped.hold(sum.entries())) {
            sum.skip(1);
            return false;
        }
        return true;
    }

    @Override
    public void addNull(int repetition, int definition) {
        if (count(repetition)) {
            sum.addNull(repetition, definition);
        }
    }

    @Override
    public void add(int value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(value, repetition, definition);
        }
    }

    @Override
    public void add(long value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(value, repetition, definition);
        }
    }

    @Override
    public void add(float value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(Float.floatToRawIntBits(value), repetition, definition);
        }
    }

    @Override
    public void add(double value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(Double.doubleToRawLongBits(value), repetition, definition);
        }
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(value ? 1 : 0, repetition, definition);
        }
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        if (count(repetition)) {
            sum.add(value, repetition, definition);
        }
    }
}
