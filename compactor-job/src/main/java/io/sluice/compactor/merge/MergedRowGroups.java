/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.output.MergedFooter;
import io.sluice.compactor.merge.verify.WrittenSum;
import java.util.Map;

/**
 * The outcome of a merge: row groups are written, their footer is not.
 *
 * @param rowGroupsEnd position behind the last row group
 * @param sums what columns hold, by ordinal of the row group and number of the column: to be found again by whoever
 *     reads the file; of what was written and is to be verified
 * @param ways how the bytes of the inputs got there
 */
public record MergedRowGroups(
        MergedFooter footer,
        long rowGroupsEnd,
        long rows,
        Map<Integer, Map<Integer, WrittenSum>> sums,
        MergeWays ways) {

    public MergedRowGroups {
        sums = Map.copyOf(sums);
    }
}
