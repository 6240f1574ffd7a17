/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.util.List;

/**
 * One link of a partition's commit chain. Its rename to {@link TableLayout#commit} is the commit point; each one
 * starts where the last one ended.
 *
 * @param startOffset inclusive: the previous link's {@code nextOffset}
 * @param nextOffset exclusive: everything below is in the table, or was skipped on purpose
 * @param epoch of the task that sealed it
 * @param rows records in all files
 * @param skipped records of the range that are in no file: tombstones, tolerated errors
 */
public record CommitManifest(
        int version,
        String topic,
        int partition,
        long epoch,
        long startOffset,
        long nextOffset,
        long rows,
        long skipped,
        long committedAtMs,
        List<CommittedFile> files) {

    public static final int VERSION = 1;

    public CommitManifest {
        files = List.copyOf(files);
        if (nextOffset <= startOffset) {
            throw new IllegalArgumentException("an empty commit: " + startOffset + " to " + nextOffset);
        }
    }

    /**
     * A file of the commit.
     *
     * @param work where it was written, relative to the table root
     * @param path where it is published, relative to the table root
     * @param crc32c of the whole file
     * @param schemaVersion number of the table schema it was written with, see {@code .metadata/schemas}
     */
    public record CommittedFile(
            String work,
            String path,
            long firstOffset,
            long lastOffset,
            long rows,
            long bytes,
            long crc32c,
            int schemaVersion) {}
}
