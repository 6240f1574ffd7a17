/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.nio.file.Path;

/**
 * One file of one segment, as a key of {@link FileCache}: by identity, because a topic that is created again has files
 * of the same names, and must never get a handle of the old ones.
 */
final class SegmentFile {
    private final Path path;
    private volatile boolean deleted;

    SegmentFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** From now on it is not opened any more. */
    void markDeleted() {
        deleted = true;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
