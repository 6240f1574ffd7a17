/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import io.sluice.compactor.merge.encoding.ColumnSum;
import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.ColumnPass;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.CopiedPages;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.splice.ChunkChecksum;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/** Sums what the sources of a column hold, as the output's schema sees them: page by page, or else value by value. */
final class ColumnSummer {

    private ColumnSummer() {}

    /**
     * Sums.
     *
     * @param copies pages of the written chunk that came as they were: their bytes are summed
     * @throws CorruptInputException if a source does not have the rows that its footer promises
     */
    static ColumnSum of(List<ChunkSource> sources, ColumnDescriptor column, CopiedPages copies, Codecs codecs)
            throws IOException {
        ColumnChecksum checksum = new ColumnChecksum();
        ChunkChecksum ofPages = new ChunkChecksum(column, codecs, checksum);
        for (ChunkSource source : sources) {
            long rows = add(source, copies, ofPages, checksum, codecs);
            if (rows != source.rowGroup().rows()) {
                throw new CorruptInputException(source.rowGroup().file() + ": column '"
                        + String.join(".", column.getPath()) + "' has " + rows + " rows where the footer promises "
                        + source.rowGroup().rows());
            }
        }
        return checksum.sum();
    }

    private static long add(
            ChunkSource source, CopiedPages copies, ChunkChecksum ofPages, ColumnChecksum checksum, Codecs codecs)
            throws IOException {
        if (source.source() instanceof Copied copied) {
            SourceChunk chunk = source.chunk(copied.from());
            if (chunk != null) {
                ScannedPages scanned = chunk.pages(codecs);
                CopiedPages skipped = CopiedBytes.add(chunk, scanned, copied, copies, checksum);
                try {
                    return ofPages.add(chunk, scanned, skipped, copied);
                } catch (NotSpliceableException e) {
                    // Other encodings are the value reader's affair.
                    return valueByValue(source, skipped, checksum);
                }
            }
        }
        return valueByValue(source, new CopiedPages(), checksum);
    }

    private static long valueByValue(ChunkSource source, CopiedPages skipped, ColumnChecksum checksum)
            throws IOException {
        SummedEntries entries = new SummedEntries(checksum, skipped);
        ColumnPass.run(source, entries);
        return entries.rows();
    }
}
