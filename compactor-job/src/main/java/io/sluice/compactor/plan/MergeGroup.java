/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.merge.MergeInput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

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

    /** What a merge has to know of the files. */
    public List<MergeInput> inputs() {
        return files.stream()
                .map(f -> new MergeInput(
                        f.entry().path(),
                        f.facts().schema(),
                        f.facts().rowGroupBytes(),
                        f.facts().rows()))
                .toList();
    }

    /** The codec that most of its bytes have. */
    public CompressionCodecName codec() {
        Map<CompressionCodecName, Long> bytes = new EnumMap<>(CompressionCodecName.class);
        files.forEach(f -> bytes.merge(f.facts().codec(), f.facts().liveBytes(), Long::sum));
        return bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(CompressionCodecName.SNAPPY);
    }

    /** How many bytes the rows will have as one file, an estimate. */
    public long weight() {
        return SizeEstimate.of(files);
    }
}
