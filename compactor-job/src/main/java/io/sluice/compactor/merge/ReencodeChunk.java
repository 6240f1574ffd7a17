/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.ColumnPass;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.output.EncodedPages;
import io.sluice.compactor.merge.output.StatisticsMerge;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Decodes the entries of each source and encodes them again, under one dictionary, into pages of even size. Works for any
 * encoding, codec and change of schema; the slowest way, 20 to 25 MB/s a core. Holds one column chunk in memory.
 */
final class ReencodeChunk implements ChunkMerge {

    private final MessageType schema;
    private final ParquetProperties properties;
    private final Codecs codecs;

    ReencodeChunk(MessageType schema, ParquetProperties properties, Codecs codecs) {
        this.schema = schema;
        this.properties = properties;
        this.codecs = codecs;
    }

    @Override
    public void merge(OutputColumn column, List<ChunkSource> sources, ChunkWriter chunk) throws IOException {
        StatisticsMerge statistics = new StatisticsMerge(column.descriptor().getPrimitiveType());
        MessageType only = only(column.descriptor().getPath());
        try (EncodedPages pages = new EncodedPages(codecs.compressor(column.codec()), statistics);
                ColumnWriteStore store = properties.newColumnWriteStore(only, pages)) {
            WrittenEntries entries = new WrittenEntries(store, store.getColumnWriter(column.descriptor()));
            for (ChunkSource source : sources) {
                add(source, column, entries);
            }
            entries.finish();
            store.flush();
            pages.flushTo(chunk);
        }
        chunk.end(statistics.statistics());
    }

    private static void add(ChunkSource source, OutputColumn column, WrittenEntries entries)
            throws CorruptInputException {
        long before = entries.rows();
        try {
            ColumnPass.run(source, entries);
            requireRows(column, source, entries.rows() - before);
        } catch (IOException | RuntimeException e) {
            // Both ends are in memory: what fails here is the decoding.
            throw CorruptInputException.in(new StorePath(source.rowGroup().file()), e);
        }
    }

    private static void requireRows(OutputColumn column, ChunkSource source, long rows) throws CorruptInputException {
        if (rows != source.rowGroup().rows()) {
            throw new CorruptInputException(source.rowGroup().file() + ": column '" + column.path() + "' has " + rows
                    + " rows where the footer promises " + source.rowGroup().rows());
        }
    }

    /** The schema without any other column. */
    private MessageType only(String[] path) {
        return new MessageType(schema.getName(), only(schema, path, 0));
    }

    private static Type only(GroupType group, String[] path, int depth) {
        Type field = group.getType(path[depth]);
        return field.isPrimitive()
                ? field
                : field.asGroupType().withNewFields(only(field.asGroupType(), path, depth + 1));
    }
}
