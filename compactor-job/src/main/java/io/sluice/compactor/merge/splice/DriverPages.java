/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.page.OpenPage;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import java.util.Arrays;
import java.util.List;

/** Reads the levels of a column whose values nobody wants: they say where the group around it is there. */
final class DriverPages {

    private DriverPages() {}

    static List<RawPage> of(SourceChunk driver, Codecs codecs) throws NotSpliceableException {
        List<RawPage> pages = driver.pages(codecs).pages();
        for (RawPage page : pages) {
            if (page.isHuge()) {
                throw new NotSpliceableException("its neighbour has a page of " + page.entries() + " entries");
            }
            if (page.hasOldLevels(driver.column())) {
                throw new NotSpliceableException("levels of its neighbour are in an encoding of old");
            }
        }
        // As every part's, its pages begin with a row.
        SourceFacts facts = new SourceFacts(driver, pages.size());
        PageRows.of(driver, pages, facts, codecs);
        return pages;
    }

    /** Repetition and definition level, in turns, of each entry that is not deeper than the group. */
    static int[] pairs(OpenPage page, Filled filled) {
        int entries = page.entries();
        int[] repetition = new int[entries];
        int[] definition = new int[entries];
        page.repetition(repetition);
        page.definition(definition);
        int[] pairs = new int[entries * 2];
        int kept = 0;
        for (int i = 0; i < entries; i++) {
            if (repetition[i] <= filled.groupRepetition()) {
                pairs[kept++] = repetition[i];
                pairs[kept++] = definition[i];
            }
        }
        return Arrays.copyOf(pairs, kept);
    }
}
