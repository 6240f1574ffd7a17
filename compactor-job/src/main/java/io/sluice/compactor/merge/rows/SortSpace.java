/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.nio.file.Path;

/**
 * What sorting may take.
 *
 * @param memoryBytes of heap for rows being sorted, of one merge; what is more goes to the disk, uncompressed
 * @param directory on a local disk, for files that are gone with the process
 */
public record SortSpace(long memoryBytes, Path directory) {

    private static final long DEFAULT_BYTES = 128L << 20;
    private static final long LEAST_BYTES = 64L << 10;

    /** 128 MiB, and the directory for temporary files. */
    public static final SortSpace DEFAULT = new SortSpace(DEFAULT_BYTES, Path.of(System.getProperty("java.io.tmpdir")));

    public SortSpace {
        if (memoryBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "memory to sort in is " + memoryBytes + " bytes; " + LEAST_BYTES + " are the least");
        }
    }

    /** The same for one of two. */
    SortSpace half() {
        return new SortSpace(Math.max(LEAST_BYTES, memoryBytes / 2), directory);
    }
}
