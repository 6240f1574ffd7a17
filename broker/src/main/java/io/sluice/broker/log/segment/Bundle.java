/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.nio.file.Path;

/**
 * A file in which extents of many partitions lie one behind the other, as they were drained. What is where is known
 * from the checkpoint. The counters belong to the writer.
 */
final class Bundle {
    static final String SUFFIX = ".bundle";

    private final long id;
    private final SegmentFile file;
    private long sizeInBytes;
    private long liveBytes;

    Bundle(long id, Path directory) {
        this.id = id;
        this.file = new SegmentFile(directory.resolve(String.format("%020d", id) + SUFFIX));
    }

    long id() {
        return id;
    }

    SegmentFile file() {
        return file;
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    /** What partitions still need of it. */
    long liveBytes() {
        return liveBytes;
    }

    /** Takes note of an extent that was there at the checkpoint. */
    void restore(long position, long bytes) {
        sizeInBytes = Math.max(sizeInBytes, position + bytes);
        liveBytes += bytes;
    }

    void grow(long bytes) {
        sizeInBytes += bytes;
        liveBytes += bytes;
    }

    void release(long bytes) {
        liveBytes -= bytes;
    }
}
