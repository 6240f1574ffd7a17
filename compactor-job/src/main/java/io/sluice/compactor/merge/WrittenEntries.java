/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.ChunkEntries;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes the entries of a column, telling the writer where rows end. */
final class WrittenEntries implements ChunkEntries {

    private final ColumnWriteStore store;
    private final ColumnWriter writer;
    private long rows;

    WrittenEntries(ColumnWriteStore store, ColumnWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    long rows() {
        return rows;
    }

    /** Ends the last row. */
    void finish() {
        if (rows > 0) {
            store.endRecord();
        }
    }

    private void begin(int repetition) {
        if (repetition == 0) {
            finish();
            rows++;
        }
    }

    @Override
    public void addNull(int repetition, int definition) {
        begin(repetition);
        writer.writeNull(repetition, definition);
    }

    @Override
    public void add(int value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }

    @Override
    public void add(long value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }

    @Override
    public void add(float value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }

    @Override
    public void add(double value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        begin(repetition);
        writer.write(value, repetition, definition);
    }
}
