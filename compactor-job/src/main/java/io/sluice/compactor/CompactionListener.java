/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.table.StorePath;

/** Told how a run goes on. Methods return quickly and throw nothing. */
public interface CompactionListener {

    CompactionListener NONE = new CompactionListener() {};

    /** A replacement that an earlier run left half done has been brought to an end. */
    default void recovered(long sequence, String outcome) {}

    /** A merged file has been rid of dead bytes. */
    default void reclaimed(StorePath file, long bytes) {}

    /** A merged file keeps its dead bytes, and why. */
    default void notReclaimed(StorePath file, String reason) {}

    default void planned(CompactionPlan plan) {}

    /** In a dry run: how the files of a merge would be replaced, or why they would not. */
    default void wouldSwap(MergeGroup group, String how) {}

    /**
     * So much of the input is merged. Called from the merging threads.
     *
     * @param done bytes of row groups, compressed
     * @param total of all merges of the plan
     */
    default void progress(long done, long total) {}

    default void finished(MergeResult result) {}
}
