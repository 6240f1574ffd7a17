/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import java.nio.file.Path;
import java.util.Map;

/** Where the segments of logs are, if there are several directories for them. Thread-safe. */
public interface LogPlacement {

    /** The directory that a log's segments are in, or will be once it has any. */
    Path directoryOf(PartitionLog log);

    /**
     * Brings the segments of a log to another directory, in the background; the log is read and written meanwhile.
     * Moves that are not done when the store is closed are forgotten.
     *
     * @param directory one of the store's; where the log is already, a move elsewhere that is under way ends
     */
    void move(PartitionLog log, Path directory);

    /** What is on its way now. */
    Map<PartitionLog, Move> moves();

    /**
     * A log on its way.
     *
     * @param directory where to
     * @param copiedBytes how much is there by now
     */
    record Move(Path directory, long copiedBytes) {}
}
