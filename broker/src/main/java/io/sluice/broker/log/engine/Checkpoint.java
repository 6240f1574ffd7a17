/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.wal.WalPosition;
import java.util.List;

/**
 * All that a start needs besides the write-ahead log from {@code position} on. Immutable.
 *
 * @param number rises with every one
 * @param clean whether the engine was closed in order, so that nothing follows
 */
record Checkpoint(long number, WalPosition position, boolean clean, List<LogSnapshot> logs) {

    /** What a directory without one begins with. */
    static final Checkpoint NONE = new Checkpoint(0, WalPosition.START, true, List.of());

    /** This checkpoint, had it been taken after replacements of segments that are on record. */
    Checkpoint with(List<Replacement> replacements) {
        List<LogSnapshot> after = logs.stream()
                .map(log -> {
                    LogSnapshot result = log;
                    for (Replacement replacement : replacements) {
                        result = replacement.applyTo(result);
                    }
                    return result;
                })
                .toList();
        return new Checkpoint(number, position, clean, after);
    }
}
