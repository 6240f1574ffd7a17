/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.encoding.ColumnChecksum;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.ValueHashes;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.page.CopiedPages;
import io.sluice.compactor.merge.page.CopiedPages.Copy;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.ScannedPages;
import io.sluice.compactor.merge.page.SourceChunk;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Sums the pages that a merge copied by their bytes. Two pages of the same bytes hold the same entries if what the bytes
 * mean is the same: type, levels, codec, encoding, and the values that their ids stand for. All of that is in the sum.
 */
final class CopiedBytes {

    private final SourceChunk chunk;
    private final ColumnChecksum checksum;
    private final @Nullable PlainValues dictionary;
    private long[] chained = new long[0];

    private CopiedBytes(SourceChunk chunk, ScannedPages scanned, ColumnChecksum checksum) {
        this.chunk = chunk;
        this.checksum = checksum;
        this.dictionary = scanned.dictionary();
    }

    /**
     * Adds the bytes of those pages of a chunk that were copied, or are the copies.
     *
     * @param copies in the chunk that was written, to which this one adds the next entries
     * @return those that are in this chunk, and may be skipped
     */
    static CopiedPages add(
            SourceChunk chunk, ScannedPages scanned, Copied copied, CopiedPages copies, ColumnChecksum checksum) {
        CopiedPages found = new CopiedPages();
        boolean nested = chunk.column().getMaxRepetitionLevel() > 0;
        if (copies.isEmpty()
                || nested
                || copied.widens()
                || !copied.definition().isIdentity()) {
            return found;
        }
        CopiedBytes bytes = new CopiedBytes(chunk, scanned, checksum);
        long entry = checksum.entries();
        for (RawPage page : scanned.pages()) {
            Copy copy = copies.at(entry).orElse(null);
            if (copy != null && bytes.isCopy(page, copy)) {
                bytes.add(page, copy, entry);
                found.add(entry, copy);
            }
            entry += page.entries();
        }
        return found;
    }

    /** Without a checksum of its bytes a page is read. */
    private boolean isCopy(RawPage page, Copy copy) {
        return page.header().isSetCrc()
                && copy.entries() == page.entries()
                && copy.dictionaryValues() > 0 == page.usesDictionary()
                && copy.dictionaryValues() <= (dictionary == null ? 0 : dictionary.count());
    }

    /** The first values of the dictionary in one number; they are hashed when a page first asks for them. */
    private long dictionary(int values) {
        if (dictionary == null || values == 0) {
            return 0;
        }
        if (chained.length == 0) {
            chained = new long[dictionary.count()];
            ValueHashes.of(dictionary, false, chained);
            for (int i = 1; i < chained.length; i++) {
                chained[i] = ColumnChecksum.chain(chained[i - 1], chained[i]);
            }
        }
        return chained[values - 1];
    }

    private void add(RawPage page, Copy copy, long entry) {
        PageHeader header = page.header();
        PrimitiveType type = chunk.column().getPrimitiveType();
        DataPageHeaderV2 v2 = header.getData_page_header_v2();
        long[] facts = {
            entry,
            header.getCrc(),
            header.getCompressed_page_size(),
            header.getUncompressed_page_size(),
            page.entries(),
            page.encoding().getValue(),
            v2 == null ? -1 : v2.getDefinition_levels_byte_length(),
            v2 == null ? -1 : v2.getRepetition_levels_byte_length(),
            v2 != null && !v2.isIs_compressed() ? 1 : 0,
            chunk.metadata().getCodec().name().hashCode(),
            chunk.column().getMaxDefinitionLevel(),
            type.getPrimitiveTypeName().name().hashCode(),
            type.getTypeLength(),
            dictionary(copy.dictionaryValues())
        };
        checksum.addCopy(Arrays.stream(facts).reduce(0, ColumnChecksum::chain));
    }
}
