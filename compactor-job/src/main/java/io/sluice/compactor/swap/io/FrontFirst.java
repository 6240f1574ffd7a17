/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.table.SeekableInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A Parquet file all of whose rows stand at its front, seen as what a concat made it: rows with their bloom filters, dead
 * bytes, tail. Page indexes of the tail are taken over as they are; only their places change.
 */
final class FrontFirst {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER_BYTES = Integer.BYTES + MAGIC.length;
    /** Rows count as standing at the front if no more than this part of the front is something else. */
    private static final int GAPS_OF = 20;

    private final SeekableInput in;
    private final FileMetaData footer;
    private final List<Piece> pieces = new ArrayList<>();
    private long rowsEnd = MAGIC.length;

    /** Something of the tail that the footer refers to. */
    private record Piece(long offset, int length, LongConsumer place) {}

    private FrontFirst(SeekableInput in, FileMetaData footer) {
        this.in = in;
        this.footer = footer;
    }

    /** Looks at a file; empty if its rows do not stand at its front. */
    static Optional<FrontFirst> of(SeekableInput in) throws IOException {
        byte[] trailer = new byte[TRAILER_BYTES];
        long end = in.length() - TRAILER_BYTES;
        in.readFully(end, trailer, 0, trailer.length);
        byte[] bytes =
                new byte[ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt()];
        in.readFully(end - bytes.length, bytes, 0, bytes.length);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes));
        FrontFirst file = new FrontFirst(in, footer);
        if (footer.isSetEncryption_algorithm() || !file.hasRowsInFront()) {
            return Optional.empty();
        }
        file.findPieces();
        return Optional.of(file);
    }

    private boolean hasRowsInFront() {
        long rows = 0;
        for (RowGroup rowGroup : footer.getRow_groups()) {
            for (ColumnChunk chunk : rowGroup.getColumns()) {
                ColumnMetaData metadata = chunk.getMeta_data();
                if (metadata == null || chunk.isSetFile_path()) {
                    return false;
                }
                rows += metadata.getTotal_compressed_size();
                rowsEnd = Math.max(rowsEnd, start(metadata) + metadata.getTotal_compressed_size());
                if (metadata.isSetBloom_filter_offset()) {
                    // Behind their row group, and so in front as well.
                    int bytes = metadata.getBloom_filter_length();
                    if (bytes <= 0) {
                        return false;
                    }
                    rows += bytes;
                    rowsEnd = Math.max(rowsEnd, metadata.getBloom_filter_offset() + bytes);
                }
            }
        }
        return rowsEnd - MAGIC.length - rows <= rowsEnd / GAPS_OF;
    }

    private static long start(ColumnMetaData metadata) {
        long dictionary = metadata.isSetDictionary_page_offset() ? metadata.getDictionary_page_offset() : 0;
        return dictionary > 0 ? Math.min(dictionary, metadata.getData_page_offset()) : metadata.getData_page_offset();
    }

    /** Page indexes move; but those that stand among the rows, as in files that were never joined. */
    private void findPieces() {
        for (RowGroup rowGroup : footer.getRow_groups()) {
            for (ColumnChunk chunk : rowGroup.getColumns()) {
                if (chunk.isSetColumn_index_offset() && chunk.getColumn_index_offset() >= rowsEnd) {
                    pieces.add(new Piece(
                            chunk.getColumn_index_offset(),
                            chunk.getColumn_index_length(),
                            chunk::setColumn_index_offset));
                }
                if (chunk.isSetOffset_index_offset() && chunk.getOffset_index_offset() >= rowsEnd) {
                    pieces.add(new Piece(
                            chunk.getOffset_index_offset(),
                            chunk.getOffset_index_length(),
                            chunk::setOffset_index_offset));
                }
            }
        }
    }

    /** Where the last row group ends: up to here the clean file is the same. */
    long rowsEnd() {
        return rowsEnd;
    }

    long rows() {
        return footer.getNum_rows();
    }

    /** What the clean file has behind its rows. To be called once: it moves the footer's references. */
    byte[] tail() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            byte[] bytes = new byte[piece.length()];
            in.readFully(piece.offset(), bytes, 0, bytes.length);
            piece.place().accept(rowsEnd + out.size());
            out.write(bytes);
        }
        int start = out.size();
        Util.writeFileMetaData(footer, out);
        int footerBytes = out.size() - start;
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footerBytes)
                .array());
        out.write(MAGIC);
        return out.toByteArray();
    }
}
