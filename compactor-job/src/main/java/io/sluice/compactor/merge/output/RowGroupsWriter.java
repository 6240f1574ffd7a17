/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.Version;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * Writes row groups from the beginning of a file. The footer is not written but returned: where it goes is the caller's
 * decision. Nothing of a chunk is kept but its metadata. Not thread-safe.
 */
public final class RowGroupsWriter implements ChunkSink {

    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Headers and small pages are put together; longer ones go through as they are. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final int FOOTER_VERSION = 1;

    /** About. */
    private static final int BLOOM_HEADER_BYTES = 32;

    private final MessageType schema;
    private final List<ColumnDescriptor> columns;
    private final OutputStream out;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<List<WrittenChunk>> chunks = new ArrayList<>();
    private final List<WrittenChunk> open = new ArrayList<>();
    private long openRows;
    private long openStart;
    private long position;

    /** Begins a file at the beginning of {@code out}, which is neither closed nor synced here. */
    public RowGroupsWriter(OutputStream out, MessageType schema) throws IOException {
        this.schema = schema;
        this.columns = schema.getColumns();
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        write(MAGIC, 0, MAGIC.length);
    }

    /** Bytes written so far. */
    @Override
    public long position() {
        return position;
    }

    /** Row groups that have ended. */
    public int rowGroups() {
        return rowGroups.size();
    }

    public void startRowGroup(long rows) {
        openRows = rows;
        openStart = position;
    }

    /** Begins the chunk of the next column in schema order; the last one has ended. */
    public ChunkWriter startChunk(CompressionCodecName codec) {
        ColumnDescriptor column = columns.get(open.size());
        return new ChunkWriter(this, column, codec);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        position += length;
    }

    @Override
    public void ended(WrittenChunk chunk, long rows) {
        if (rows != openRows) {
            throw new IllegalStateException("column "
                    + chunk.chunk().getMeta_data().getPath_in_schema() + " has " + rows + " of " + openRows + " rows");
        }
        open.add(chunk);
    }

    /** Writes the bloom filter of a column of the open row group, whose chunks have all ended. */
    public void bloomFilter(int column, BloomFilter filter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(filter.getBitsetSize() + BLOOM_HEADER_BYTES);
        Util.writeBloomFilterHeader(ParquetMetadataConverter.toBloomFilterHeader(filter), bytes);
        filter.writeTo(bytes);
        ColumnMetaData metadata = open.get(column).chunk().getMeta_data();
        metadata.setBloom_filter_offset(position);
        metadata.setBloom_filter_length(bytes.size());
        write(bytes.toByteArray(), 0, bytes.size());
    }

    /**
     * Ends the row group, whose chunks have all ended.
     *
     * @param sorting the columns that its rows are sorted by; none if nothing is known of their order
     */
    public void endRowGroup(List<SortingColumn> sorting) {
        if (open.size() != columns.size()) {
            throw new IllegalStateException("a row group of " + open.size() + " of " + columns.size() + " columns");
        }
        long uncompressed = 0;
        long compressed = 0;
        List<org.apache.parquet.format.ColumnChunk> written = new ArrayList<>();
        for (WrittenChunk chunk : open) {
            ColumnMetaData metadata = chunk.chunk().getMeta_data();
            uncompressed += metadata.getTotal_uncompressed_size();
            compressed += metadata.getTotal_compressed_size();
            written.add(chunk.chunk());
        }
        RowGroup rowGroup = new RowGroup(written, uncompressed, openRows);
        rowGroup.setFile_offset(openStart);
        rowGroup.setTotal_compressed_size(compressed);
        if (!sorting.isEmpty()) {
            rowGroup.setSorting_columns(sorting);
        }
        if (rowGroups.size() <= Short.MAX_VALUE) {
            rowGroup.setOrdinal((short) rowGroups.size());
        }
        rowGroups.add(rowGroup);
        chunks.add(List.copyOf(open));
        open.clear();
    }

    /** Hands all bytes to the file, and says what is to come behind them. */
    public MergedFooter finish(Map<String, String> keyValues) throws IOException {
        out.flush();
        return footer(schema, keyValues, rowGroups, chunks, position);
    }

    static MergedFooter footer(
            MessageType schema,
            Map<String, String> keyValues,
            List<RowGroup> rowGroups,
            List<List<WrittenChunk>> chunks,
            long position) {
        ParquetMetadata nothing =
                new ParquetMetadata(new FileMetaData(schema, keyValues, Version.FULL_VERSION), List.of());
        org.apache.parquet.format.FileMetaData metadata =
                new ParquetMetadataConverter().toParquetMetadata(FOOTER_VERSION, nothing);
        metadata.setRow_groups(rowGroups);
        metadata.setNum_rows(rowGroups.stream().mapToLong(RowGroup::getNum_rows).sum());
        return new MergedFooter(metadata, chunks, position);
    }
}
