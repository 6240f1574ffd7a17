/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.clean;

import io.sluice.compactor.plan.TableFile;
import io.sluice.table.parquet.FooterKeys;
import java.util.List;

/**
 * Which merged files are to be written anew without their dead bytes: those that were committed so long ago that no query
 * can be left that listed them before, and of which it is worth the trouble.
 */
public final class Reclaims {

    /** Less than this part of a file is not worth writing the rest again: the footers of stitched files, say. */
    private static final int WORTH_A = 20;

    private Reclaims() {}

    /**
     * Files to reclaim now.
     *
     * @param delayMs since the commit; a concat sets the time of modification
     */
    public static List<TableFile> due(List<TableFile> files, long delayMs, long nowMs) {
        return worth(files).stream()
                .filter(f -> nowMs - f.entry().modifiedMs() >= delayMs)
                .toList();
    }

    /** Files to reclaim, now or later. */
    public static List<TableFile> worth(List<TableFile> files) {
        return files.stream().filter(Reclaims::isWorthIt).toList();
    }

    private static boolean isWorthIt(TableFile file) {
        return file.facts().keyValues().containsKey(FooterKeys.MERGE_SEQUENCE)
                && file.deadBytes() * WORTH_A >= file.entry().bytes();
    }
}
