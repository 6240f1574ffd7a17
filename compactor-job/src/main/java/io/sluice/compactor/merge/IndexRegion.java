/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.JoinedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * The page indexes of a file as bytes, which writers put side by side before the footer: read at once, as each read costs
 * a round trip to a datanode. What a file has elsewhere is read by itself.
 */
final class IndexRegion {

    private static final long MOST_BYTES = 16 << 20;

    private final JoinedFiles file;
    private final long start;
    private final byte[] region;

    private IndexRegion(JoinedFiles file, long start, byte[] region) {
        this.file = file;
        this.start = start;
        this.region = region;
    }

    static IndexRegion read(JoinedFiles file, FileMetaData footer) throws IOException {
        long from = Long.MAX_VALUE;
        long to = 0;
        long used = 0;
        for (RowGroup rowGroup : footer.getRow_groups()) {
            for (ColumnChunk chunk : rowGroup.getColumns()) {
                if (chunk.isSetColumn_index_offset()) {
                    from = Math.min(from, chunk.getColumn_index_offset());
                    to = Math.max(to, chunk.getColumn_index_offset() + chunk.getColumn_index_length());
                    used += chunk.getColumn_index_length();
                }
                if (chunk.isSetOffset_index_offset()) {
                    from = Math.min(from, chunk.getOffset_index_offset());
                    to = Math.max(to, chunk.getOffset_index_offset() + chunk.getOffset_index_length());
                    used += chunk.getOffset_index_length();
                }
            }
        }
        // The footer may be wrong: then each read finds out by itself.
        boolean together = from >= 0 && to <= file.getLength() && to - from == used && used <= MOST_BYTES;
        if (!together) {
            return new IndexRegion(file, 0, new byte[0]);
        }
        byte[] region = new byte[Math.toIntExact(used)];
        file.readFully(from, region, 0, region.length);
        return new IndexRegion(file, from, region);
    }

    InputStream at(long offset, int length) throws IOException {
        if (length >= 0 && offset >= start && offset - start <= region.length - length) {
            return new ByteArrayInputStream(region, Math.toIntExact(offset - start), length);
        }
        byte[] bytes = new byte[length];
        file.readFully(offset, bytes, 0, length);
        return new ByteArrayInputStream(bytes);
    }
}
