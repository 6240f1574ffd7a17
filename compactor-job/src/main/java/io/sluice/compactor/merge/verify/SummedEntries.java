/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import io.sluice.compactor.merge.input.ChunkEntries;
import org.apache.parquet.io.api.Binary;

/** Adds the entries of a column to its checksum, and counts rows. */
final class SummedEntries implements ChunkEntries {

    private final ColumnChecksum sum;
    private long rows;

    SummedEntries(ColumnChecksum sum) {
        this.sum = sum;
    }

    long rows() {
        return rows;
    }

    private void count(int repetition) {
        if (repetition == 0) {
            rows++;
        }
    }

    @Override
    public void addNull(int repetition, int definition) {
        count(repetition);
        sum.addNull(repetition, definition);
    }

    @Override
    public void add(int value, int repetition, int definition) {
        count(repetition);
        sum.add(value, repetition, definition);
    }

    @Override
    public void add(long value, int repetition, int definition) {
        count(repetition);
        sum.add(value, repetition, definition);
    }

    @Override
    public void add(float value, int repetition, int definition) {
        count(repetition);
        sum.add(Float.floatToRawIntBits(value), repetition, definition);
    }

    @Override
    public void add(double value, int repetition, int definition) {
        count(repetition);
        sum.add(Double.doubleToRawLongBits(value), repetition, definition);
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        count(repetition);
        sum.add(value ? 1 : 0, repetition, definition);
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        count(repetition);
        sum.add(value, repetition, definition);
    }
}
