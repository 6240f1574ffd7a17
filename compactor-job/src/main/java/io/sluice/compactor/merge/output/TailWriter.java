/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the end of a file whose row groups stand in other files, one behind the other before it: column chunks that they
 * lack, page indexes, and a footer that names all. Not thread-safe.
 */
public final class TailWriter implements ChunkSink {

    private final MessageType schema;
    private final List<ColumnDescriptor> columns;
    private final OutputStream out;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<List<WrittenChunk>> chunks = new ArrayList<>();
    private List<WrittenChunk> open = new ArrayList<>();
    private long openRows;
    private long openStart;
    private long position;

    /**
     * Begins.
     *
     * @param position that the first byte of the tail will have in the file
     */
    public TailWriter(OutputStream out, MessageType schema, long position) {
        this.out = new BufferedOutputStream(out);
        this.schema = schema;
        this.columns = schema.getColumns();
        this.position = position;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        position += length;
    }

    @Override
    public void ended(WrittenChunk chunk, long rows) {
        if (rows != openRows) {
            throw new IllegalStateException("a chunk of " + rows + " rows in a row group of " + openRows);
        }
        open.add(chunk);
    }

    /**
     * Begins a row group.
     *
     * @param start of its first chunk in the file
     */
    public void startRowGroup(long rows, long start) {
        open = new ArrayList<>();
        openRows = rows;
        openStart = start;
    }

    /** Begins a chunk in the tail, for the next column in schema order. */
    public ChunkWriter startChunk(CompressionCodecName codec) {
        ColumnDescriptor column = columns.get(open.size());
        return new ChunkWriter(this, column, codec);
    }

    /**
     * Takes a chunk as it stands before the tail, for the next column in schema order.
     *
     * @param chunk as the footer of its own file has it
     * @param shift from positions in its own file to those in this one
     */
    public void takeChunk(
            ColumnChunk chunk, long shift, @Nullable ColumnIndex columnIndex, @Nullable OffsetIndex offsetIndex) {
        ColumnChunk moved = new ColumnChunk(chunk);
        moved.setFile_offset(chunk.getFile_offset() + shift);
        moved.setColumn_index_offsetIsSet(false);
        moved.setColumn_index_lengthIsSet(false);
        moved.setOffset_index_offsetIsSet(false);
        moved.setOffset_index_lengthIsSet(false);
        var metadata = moved.getMeta_data();
        metadata.setPath_in_schema(List.of(columns.get(open.size()).getPath()));
        metadata.setData_page_offset(metadata.getData_page_offset() + shift);
        if (metadata.isSetDictionary_page_offset() && metadata.getDictionary_page_offset() > 0) {
            metadata.setDictionary_page_offset(metadata.getDictionary_page_offset() + shift);
        } else {
            metadata.setDictionary_page_offsetIsSet(false);
        }
        if (metadata.isSetIndex_page_offset()) {
            metadata.setIndex_page_offset(metadata.getIndex_page_offset() + shift);
        }
        if (metadata.isSetBloom_filter_offset()) {
            metadata.setBloom_filter_offset(metadata.getBloom_filter_offset() + shift);
        }
        open.add(new WrittenChunk(moved, columnIndex, shifted(offsetIndex, shift)));
    }

    private static @Nullable OffsetIndex shifted(@Nullable OffsetIndex index, long shift) {
        if (index == null) {
            return null;
        }
        OffsetIndex moved = new OffsetIndex(index);
        for (PageLocation page : moved.getPage_locations()) {
            page.setOffset(page.getOffset() + shift);
        }
        return moved;
    }

    public void endRowGroup() {
        long uncompressed = 0;
        long compressed = 0;
        List<ColumnChunk> written = new ArrayList<>();
        for (WrittenChunk chunk : open) {
            uncompressed += chunk.chunk().getMeta_data().getTotal_uncompressed_size();
            compressed += chunk.chunk().getMeta_data().getTotal_compressed_size();
            written.add(chunk.chunk());
        }
        RowGroup rowGroup = new RowGroup(written, uncompressed, openRows);
        rowGroup.setFile_offset(openStart);
        rowGroup.setTotal_compressed_size(compressed);
        if (rowGroups.size() <= Short.MAX_VALUE) {
            rowGroup.setOrdinal((short) rowGroups.size());
        }
        rowGroups.add(rowGroup);
        chunks.add(open);
    }

    /** Writes indexes and footer behind the chunks. */
    public MergedFooter finish(Map<String, String> keyValues) throws IOException {
        MergedFooter footer = RowGroupsWriter.footer(schema, keyValues, rowGroups, chunks, position);
        out.write(footer.inPlace());
        out.flush();
        return footer;
    }

    /** A whole file of no rows. */
    public static byte[] emptyFile(MessageType schema, Map<String, String> keyValues) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new RowGroupsWriter(file, schema).finish(keyValues).withoutRows());
        return file.toByteArray();
    }
}
