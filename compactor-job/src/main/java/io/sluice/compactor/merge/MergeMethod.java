/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.util.List;

/** What a merge does with the row groups of its inputs. */
public enum MergeMethod {
    /** They stay as they are, and where they are: one footer names them all. Needs a file system that joins files. */
    STITCH,
    /** Their pages are put together to few large ones. */
    SPLICE,
    /** Rows are read, and written anew: in another order, or without some. */
    REWRITE;

    /**
     * The cheapest that leaves no small row group; of merges that leave rows where they are.
     *
     * @param joins whether the file system joins files
     * @param minRowGroupBytes row groups of this size and more are large enough
     */
    public static MergeMethod of(List<MergeInput> inputs, boolean joins, long minRowGroupBytes) {
        List<Long> sizes =
                inputs.stream().flatMap(i -> i.rowGroupBytes().stream()).toList();
        boolean large = !sizes.isEmpty() && sizes.stream().allMatch(bytes -> bytes >= minRowGroupBytes);
        return joins && large ? STITCH : SPLICE;
    }
}
