/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import io.sluice.table.parquet.FooterKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * What comes behind the last row group of a merged file: page indexes and the footer. It can be had in three forms: right
 * behind the row groups; naming no row group; and moved away from the row groups, which stay where they are. Immutable.
 */
public final class MergedFooter {

    private final FileMetaData metadata;
    private final List<List<WrittenChunk>> chunks;
    private final long rowGroupsEnd;

    MergedFooter(FileMetaData metadata, List<List<WrittenChunk>> chunks, long rowGroupsEnd) {
        this.metadata = metadata;
        this.chunks = List.copyOf(chunks);
        this.rowGroupsEnd = rowGroupsEnd;
    }

    /** Page indexes and footer for the place right behind the row groups. */
    public byte[] inPlace() throws IOException {
        return movedTo(rowGroupsEnd);
    }

    /** A footer that promises no rows: the row groups before it are there, and nobody sees them. */
    public byte[] withoutRows() throws IOException {
        FileMetaData empty = new FileMetaData(metadata);
        empty.setRow_groups(new ArrayList<>());
        empty.setNum_rows(0);
        // The offsets are not in this file until its rows are.
        if (empty.isSetKey_value_metadata()) {
            empty.getKey_value_metadata().removeIf(pair -> pair.getKey().equals(FooterKeys.OFFSET_RANGES));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFooter(empty, out);
        return out.toByteArray();
    }

    /**
     * Page indexes and footer for a place in the file.
     *
     * @param position of the first byte
     */
    public byte[] movedTo(long position) throws IOException {
        FileMetaData moved = new FileMetaData(metadata);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // All column indexes and then all offset indexes: a reader that prunes reads the former in one go.
        for (int group = 0; group < chunks.size(); group++) {
            writeColumnIndexes(chunks.get(group), moved.getRow_groups().get(group), position, out);
        }
        for (int group = 0; group < chunks.size(); group++) {
            writeOffsetIndexes(chunks.get(group), moved.getRow_groups().get(group), position, out);
        }
        writeFooter(moved, out);
        return out.toByteArray();
    }

    private static void writeColumnIndexes(
            List<WrittenChunk> written, RowGroup rowGroup, long position, ByteArrayOutputStream out)
            throws IOException {
        for (int i = 0; i < written.size(); i++) {
            var index = written.get(i).columnIndex();
            if (index != null) {
                ColumnChunk chunk = rowGroup.getColumns().get(i);
                int start = out.size();
                Util.writeColumnIndex(index, out);
                chunk.setColumn_index_offset(position + start);
                chunk.setColumn_index_length(out.size() - start);
            }
        }
    }

    private static void writeOffsetIndexes(
            List<WrittenChunk> written, RowGroup rowGroup, long position, ByteArrayOutputStream out)
            throws IOException {
        for (int i = 0; i < written.size(); i++) {
            var index = written.get(i).offsetIndex();
            if (index != null) {
                ColumnChunk chunk = rowGroup.getColumns().get(i);
                int start = out.size();
                Util.writeOffsetIndex(index, out);
                chunk.setOffset_index_offset(position + start);
                chunk.setOffset_index_length(out.size() - start);
            }
        }
    }

    private static void writeFooter(FileMetaData metadata, ByteArrayOutputStream out) throws IOException {
        int start = out.size();
        Util.writeFileMetaData(metadata, out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(out.size() - start)
                .array());
        out.write(RowGroupsWriter.MAGIC);
    }

    /** The end of the last row group. */
    public long rowGroupsEnd() {
        return rowGroupsEnd;
    }

    /** Rows of all row groups. */
    public long rows() {
        return metadata.getNum_rows();
    }

    public int rowGroups() {
        return metadata.getRow_groupsSize();
    }
}
