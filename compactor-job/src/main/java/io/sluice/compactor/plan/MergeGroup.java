/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.List;

/**
 * Files that become one.
 *
 * @param files of one partition, in the order in which their rows shall be
 */
public record MergeGroup(String partition, List<TableFile> files) {

    public MergeGroup {
        files = List.copyOf(files);
        if (files.stream().anyMatch(f -> !f.partition().equals(partition))) {
            throw new IllegalArgumentException("files of several partitions in one merge: " + files);
        }
    }

    public long rows() {
        return files.stream().mapToLong(f -> f.facts().rows()).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(f -> f.entry().bytes()).sum();
    }

    /** Whether its rows are copied: not all of its row groups are large enough to stay as they are. */
    boolean isCopied(long minRowGroupBytes) {
        return files.stream().flatMap(f -> f.facts().rowGroupBytes().stream()).anyMatch(b -> b < minRowGroupBytes);
    }

    /** How many bytes the rows will have as one file, an estimate. */
    public long weight() {
        return SizeEstimate.of(files);
    }
}
