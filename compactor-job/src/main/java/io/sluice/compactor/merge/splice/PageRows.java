/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.util.List;
import java.util.Optional;

/** How many rows each page of a chunk has. */
final class PageRows {

    private PageRows() {}

    /**
     * Counts.
     *
     * @throws NotSpliceableException if a row goes on from one page to the next, as old writers let it: no page index can
     *     tell where it begins; or if there are not as many rows as the footer says
     */
    static long[] of(SourceChunk chunk, List<RawPage> pages, SourceFacts facts, Codecs codecs)
            throws NotSpliceableException {
        long[] rows = new long[pages.size()];
        long sum = 0;
        for (int ordinal = 0; ordinal < rows.length; ordinal++) {
            RawPage page = pages.get(ordinal);
            Optional<Long> known = facts.rows(ordinal, page);
            rows[ordinal] = known.isPresent() && !beginsInARow(page, chunk) ? known.get() : count(page, chunk, codecs);
            sum += rows[ordinal];
        }
        if (sum != chunk.rows()) {
            throw new NotSpliceableException("its pages have " + sum + " rows, its row group " + chunk.rows());
        }
        return rows;
    }

    /** A look at the first level, where it costs nothing: pages of version 2 have their levels uncompressed. */
    private static boolean beginsInARow(RawPage page, SourceChunk chunk) {
        return page.isV2() && chunk.column().getMaxRepetitionLevel() > 0 && page.entries() > 0;
    }

    private static long count(RawPage page, SourceChunk chunk, Codecs codecs) throws NotSpliceableException {
        int[] levels = new int[page.entries()];
        OpenPage.of(page, chunk.column(), chunk.metadata().getCodec(), codecs).repetition(levels);
        if (levels.length > 0 && levels[0] != 0) {
            throw new NotSpliceableException("a row goes on from one page to the next");
        }
        long rows = 0;
        for (int level : levels) {
            rows += level == 0 ? 1 : 0;
        }
        return rows;
    }
}
