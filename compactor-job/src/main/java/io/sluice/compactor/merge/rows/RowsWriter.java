/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.output.EncodedPages;
import io.sluice.compactor.merge.output.MergedFooter;
import io.sluice.compactor.merge.output.RowGroupsWriter;
import io.sluice.compactor.merge.output.StatisticsMerge;
import io.sluice.compactor.merge.page.Codecs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Writes rows into row groups, one of which it holds in memory, encoded and mostly compressed. Not thread-safe. */
final class RowsWriter implements RowSink, AutoCloseable {

    /** How many times a row group asks how large it is, if all is as it seems. */
    private static final int LOOKS = 64;

    private static final int LEAST_LOOK_BYTES = 64 << 10;

    private final MessageType schema;
    private final RowLayout layout;
    private final CompressionCodecName codec;
    private final long rowGroupBytes;
    private final List<SortingColumn> sorting;
    private final ParquetProperties properties;
    private final RowGroupsWriter file;
    private final Codecs codecs = new Codecs();
    private @Nullable OpenRowGroup open;
    private long unlookedBytes;

    /**
     * Begins a file.
     *
     * @param sorting what its row groups say of their order
     * @param bloomFilters paths of the columns that get one
     */
    RowsWriter(
            OutputStream out,
            MessageType schema,
            CompressionCodecName codec,
            long rowGroupBytes,
            List<SortingColumn> sorting,
            Set<String> bloomFilters)
            throws IOException {
        this.schema = schema;
        this.layout = new RowLayout(schema);
        this.codec = codec;
        this.rowGroupBytes = rowGroupBytes;
        this.sorting = sorting;
        ParquetProperties.Builder builder = ParquetProperties.builder().withAdaptiveBloomFilterEnabled(true);
        bloomFilters.forEach(path -> builder.withBloomFilterEnabled(path, true));
        this.properties = builder.build();
        this.file = new RowGroupsWriter(out, schema);
    }

    /** What is being written, column by column. */
    private final class OpenRowGroup implements AutoCloseable {

        private final Map<ColumnDescriptor, EncodedPages> pages = new HashMap<>();
        private final Map<ColumnDescriptor, StatisticsMerge> statistics = new HashMap<>();
        private final Map<ColumnDescriptor, BloomFilter> filters = new HashMap<>();
        private final List<ColumnWriter> writers = new ArrayList<>();
        private final ColumnWriteStore store;
        private long rows;

        OpenRowGroup() {
            for (ColumnDescriptor column : schema.getColumns()) {
                StatisticsMerge merged = new StatisticsMerge(column.getPrimitiveType());
                statistics.put(column, merged);
                pages.put(column, new EncodedPages(codecs.compressor(codec), merged));
            }
            PageWriteStore chunks = pages::get;
            this.store =
                    properties.newColumnWriteStore(schema, chunks, column -> filter -> filters.put(column, filter));
            schema.getColumns().forEach(column -> writers.add(store.getColumnWriter(column)));
        }

        void flush() throws IOException {
            store.flush();
            file.startRowGroup(rows);
            for (ColumnDescriptor column : schema.getColumns()) {
                var chunk = file.startChunk(codec);
                pages.get(column).flushTo(chunk);
                chunk.end(statistics.get(column).statistics());
            }
            List<ColumnDescriptor> columns = schema.getColumns();
            for (int leaf = 0; leaf < columns.size(); leaf++) {
                BloomFilter filter = filters.get(columns.get(leaf));
                if (filter != null) {
                    file.bloomFilter(leaf, filter);
                }
            }
            file.endRowGroup(sorting);
        }

        @Override
        public void close() {
            store.close();
            pages.values().forEach(EncodedPages::close);
        }
    }

    @Override
    public void add(byte[] bytes, int offset, int length) throws IOException {
        OpenRowGroup rowGroup = open;
        if (rowGroup == null) {
            rowGroup = new OpenRowGroup();
            open = rowGroup;
        }
        int at = offset;
        for (int leaf = 0; leaf < layout.columns(); leaf++) {
            at = write(bytes, at, leaf, rowGroup.writers.get(leaf));
        }
        rowGroup.store.endRecord();
        rowGroup.rows++;
        unlookedBytes += length;
        if (unlookedBytes >= Math.max(LEAST_LOOK_BYTES, rowGroupBytes / LOOKS)) {
            unlookedBytes = 0;
            if (rowGroup.store.getBufferedSize() >= rowGroupBytes) {
                endRowGroup();
            }
        }
    }

    private int write(byte[] row, int position, int leaf, ColumnWriter to) {
        if (!layout.repeats(leaf)) {
            return entry(row, position, leaf, 0, to);
        }
        int at = position;
        while ((row[at] & 0xFF) != RowLayout.END) {
            at = entry(row, at + 1, leaf, row[at] & 0xFF, to);
        }
        return at + 1;
    }

    private int entry(byte[] row, int position, int leaf, int repetition, ColumnWriter to) {
        int max = layout.column(leaf).getMaxDefinitionLevel();
        int at = position;
        int definition = 0;
        if (max > 0) {
            definition = row[at++] & 0xFF;
        }
        if (definition < max) {
            to.writeNull(repetition, definition);
            return at;
        }
        switch (layout.type(leaf)) {
            case BOOLEAN -> {
                to.write(row[at] != 0, repetition, definition);
                return at + 1;
            }
            case INT32 -> {
                to.write(RowBytes.intAt(row, at), repetition, definition);
                return at + Integer.BYTES;
            }
            case FLOAT -> {
                to.write(Float.intBitsToFloat(RowBytes.intAt(row, at)), repetition, definition);
                return at + Integer.BYTES;
            }
            case INT64 -> {
                to.write(RowBytes.longAt(row, at), repetition, definition);
                return at + Long.BYTES;
            }
            case DOUBLE -> {
                to.write(Double.longBitsToDouble(RowBytes.longAt(row, at)), repetition, definition);
                return at + Long.BYTES;
            }
            default -> {
                int length = RowBytes.intAt(row, at);
                // The array is somebody else's: a writer that keeps a value, in a dictionary, copies it.
                Binary value = Binary.fromReusedByteArray(row, at + Integer.BYTES, length);
                to.write(value, repetition, definition);
                return at + Integer.BYTES + length;
            }
        }
    }

    private void endRowGroup() throws IOException {
        try (OpenRowGroup ended = open) {
            open = null;
            if (ended != null) {
                ended.flush();
            }
        }
    }

    /** Ends the last row group, and says what is to come behind all of them. */
    MergedFooter finish(Map<String, String> keyValues) throws IOException {
        endRowGroup();
        return file.finish(keyValues);
    }

    @Override
    public void close() {
        OpenRowGroup left = open;
        open = null;
        if (left != null) {
            left.close();
        }
        codecs.close();
    }
}
