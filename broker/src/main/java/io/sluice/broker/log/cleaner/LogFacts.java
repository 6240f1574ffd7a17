/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.SegmentSummary;
import java.util.List;

/**
 * A log at one moment, as far as cleaning it goes. Immutable.
 *
 * @param full its segments in order, without the last, which may still grow
 * @param cleanedTo what the last cleaning reached; may be behind the log's start
 * @param lastStableOffset from here on (inclusive) a transaction is undecided, or nothing durable
 */
public record LogFacts(
        List<SegmentSummary> full, long logStartOffset, long cleanedTo, long lastStableOffset, LogConfig config) {
    public LogFacts {
        full = List.copyOf(full);
    }
}
