/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * One file of one segment, as a key of {@link FileCache}: by identity, because a topic that is created again has files
 * of the same names, and must never get a handle of the old ones.
 */
final class SegmentFile {
    private volatile Path path;
    private volatile boolean deleted;

    SegmentFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Synchronized, so that a file that is being moved is found by its old or by its new name. */
    synchronized FileChannel open(OpenOption... options) throws IOException {
        return FileChannel.open(path, options);
    }

    /** Gives the file another name, over whatever has it now. Who has it open goes on with it. */
    synchronized void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        path = target;
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
