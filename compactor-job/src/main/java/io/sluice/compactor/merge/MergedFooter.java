/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.table.parquet.FooterKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * What comes behind the last row group of a merged file: page indexes and the footer. It can be had in three forms: as
 * written; naming no row group; and moved away from the row groups, which stay where they are. Immutable.
 */
public final class MergedFooter {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER_BYTES = Integer.BYTES + MAGIC.length;

    private final byte[] written;
    private final long position;
    private final FileMetaData metadata;
    private final int indexBytes;

    /**
     * Reads what a writer has written behind the row groups.
     *
     * @param position of its first byte in the file
     */
    MergedFooter(byte[] written, long position) throws IOException {
        int footerBytes = ByteBuffer.wrap(written, written.length - TRAILER_BYTES, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        this.written = written.clone();
        this.position = position;
        this.indexBytes = written.length - TRAILER_BYTES - footerBytes;
        this.metadata = Util.readFileMetaData(new ByteArrayInputStream(written, indexBytes, footerBytes));
    }

    /** Page indexes and footer for the place where they were written. */
    public byte[] inPlace() {
        return written.clone();
    }

    /** A footer that promises no rows: the row groups before it are there, and nobody sees them. */
    public byte[] withoutRows() throws IOException {
        FileMetaData empty = new FileMetaData(metadata);
        empty.setRow_groups(new ArrayList<>());
        empty.setNum_rows(0);
        // The offsets are not in this file until its rows are.
        empty.getKey_value_metadata().removeIf(pair -> pair.getKey().equals(FooterKeys.OFFSET_RANGES));
        return bytes(new byte[0], empty);
    }

    /**
     * Page indexes and footer for another place in the file.
     *
     * @param newPosition of the first byte
     */
    public byte[] movedTo(long newPosition) throws IOException {
        long by = newPosition - position;
        FileMetaData moved = new FileMetaData(metadata);
        for (RowGroup rowGroup : moved.getRow_groups()) {
            for (ColumnChunk chunk : rowGroup.getColumns()) {
                if (chunk.isSetColumn_index_offset()) {
                    chunk.setColumn_index_offset(chunk.getColumn_index_offset() + by);
                }
                if (chunk.isSetOffset_index_offset()) {
                    chunk.setOffset_index_offset(chunk.getOffset_index_offset() + by);
                }
                if (chunk.getMeta_data().isSetBloom_filter_offset()) {
                    chunk.getMeta_data()
                            .setBloom_filter_offset(chunk.getMeta_data().getBloom_filter_offset() + by);
                }
            }
        }
        return bytes(Arrays.copyOf(written, indexBytes), moved);
    }

    /** Rows of all row groups. */
    public long rows() {
        return metadata.getNum_rows();
    }

    public int rowGroups() {
        return metadata.getRow_groupsSize();
    }

    private static byte[] bytes(byte[] indexes, FileMetaData metadata) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(indexes);
        Util.writeFileMetaData(metadata, out);
        int footerBytes = out.size() - indexes.length;
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footerBytes)
                .array());
        out.write(MAGIC);
        return out.toByteArray();
    }
}
