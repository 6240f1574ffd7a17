/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.input.ChunkEntries;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** What indexes and statistics should say, from the entries themselves: page by page. */
final class ColumnFacts implements ChunkEntries {

    /** Of one page. */
    static final class OfPage {

        final Statistics<?> statistics;
        final long[] repetitions;
        final long[] definitions;
        final int wanted;
        long entries;
        long nulls;
        long rows;
        long nans;
        long bytes;
        boolean beginsInARow;

        OfPage(ColumnDescriptor column, int entries) {
            this.statistics = Statistics.createStats(column.getPrimitiveType());
            this.repetitions = new long[column.getMaxRepetitionLevel() + 1];
            this.definitions = new long[column.getMaxDefinitionLevel() + 1];
            this.wanted = entries;
        }

        /** Values that have a place in the order; a NaN has none. */
        boolean hasBounds() {
            return entries - nulls - nans > 0;
        }
    }

    private final List<OfPage> pages = new ArrayList<>();
    private final boolean isText;
    private int current;

    /**
     * Begins.
     *
     * @param pageEntries how many entries each page has
     */
    ColumnFacts(ColumnDescriptor column, List<Integer> pageEntries) {
        this.isText = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        pageEntries.forEach(entries -> pages.add(new OfPage(column, entries)));
    }

    List<OfPage> pages() {
        return pages;
    }

    private OfPage next(int repetition, int definition) {
        while (pages.get(current).entries == pages.get(current).wanted) {
            current++;
        }
        OfPage page = pages.get(current);
        if (page.entries == 0 && repetition > 0) {
            page.beginsInARow = true;
        }
        page.entries++;
        page.rows += repetition == 0 ? 1 : 0;
        page.repetitions[repetition]++;
        page.definitions[definition]++;
        return page;
    }

    @Override
    public void addNull(int repetition, int definition) {
        OfPage page = next(repetition, definition);
        page.nulls++;
        page.statistics.incrementNumNulls();
    }

    @Override
    public void add(int value, int repetition, int definition) {
        next(repetition, definition).statistics.updateStats(value);
    }

    @Override
    public void add(long value, int repetition, int definition) {
        next(repetition, definition).statistics.updateStats(value);
    }

    @Override
    public void add(float value, int repetition, int definition) {
        OfPage page = next(repetition, definition);
        if (Float.isNaN(value)) {
            page.nans++;
        } else {
            page.statistics.updateStats(value);
        }
    }

    @Override
    public void add(double value, int repetition, int definition) {
        OfPage page = next(repetition, definition);
        if (Double.isNaN(value)) {
            page.nans++;
        } else {
            page.statistics.updateStats(value);
        }
    }

    @Override
    public void add(boolean value, int repetition, int definition) {
        next(repetition, definition).statistics.updateStats(value);
    }

    @Override
    public void add(Binary value, int repetition, int definition) {
        OfPage page = next(repetition, definition);
        page.statistics.updateStats(value);
        page.bytes += isText ? value.length() : 0;
    }
}
