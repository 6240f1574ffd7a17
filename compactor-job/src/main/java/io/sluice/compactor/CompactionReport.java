/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.table.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * What a run has done.
 *
 * @param recovered replacements of earlier runs that this one has brought to an end
 * @param reclaimedBytes dead bytes that this run has reclaimed
 * @param before the table as it was found
 * @param after the table after the run; as before in a dry run
 */
public record CompactionReport(
        CompactionPlan plan,
        int recovered,
        long reclaimedBytes,
        List<MergeResult> results,
        TableSize before,
        TableSize after) {

    public CompactionReport {
        results = List.copyOf(results);
    }

    /**
     * What readers see of a table.
     *
     * @param deadBytes of these, bytes that nothing refers to: sources of concat swaps, until they are reclaimed
     */
    public record TableSize(long files, long rows, long bytes, long rowGroups, long deadBytes) {}

    /** What became of one merge. */
    public enum Ending {
        /** The merged file has taken the place of its inputs. */
        MERGED,
        /** The table is as it was before. */
        FAILED,
        /** Nobody can say yet. Nothing was touched; the next run looks again. */
        UNKNOWN
    }

    /**
     * One merge; or a file that was left out of one because it stood in its way, which then is a failed group of one.
     *
     * @param output the merged file; empty unless merged
     * @param rowBytes length of its rows
     * @param removedRows duplicates that are not in it any more
     * @param message why not, if not merged; else empty
     */
    public record MergeResult(
            MergeGroup group,
            Ending ending,
            Optional<StorePath> output,
            long rowBytes,
            long removedRows,
            String message) {

        static MergeResult merged(MergeGroup group, StorePath output, long rowBytes, long removedRows) {
            return new MergeResult(group, Ending.MERGED, Optional.of(output), rowBytes, removedRows, "");
        }

        static MergeResult failed(MergeGroup group, String why) {
            return new MergeResult(group, Ending.FAILED, Optional.empty(), 0, 0, why);
        }

        static MergeResult unknown(MergeGroup group, String why) {
            return new MergeResult(group, Ending.UNKNOWN, Optional.empty(), 0, 0, why);
        }
    }

    /** Whether every planned merge was done. */
    public boolean succeeded() {
        return results.stream().allMatch(r -> r.ending() == Ending.MERGED);
    }

    public long merged() {
        return results.stream().filter(r -> r.ending() == Ending.MERGED).count();
    }
}
