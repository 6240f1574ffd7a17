/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.LeaderEpochs;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.Transactions;
import io.sluice.broker.log.segment.ExtentState;
import io.sluice.broker.log.segment.SegmentState;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/**
 * A partition's log in a checkpoint. Immutable.
 *
 * @param endOffset what everything but {@code segments} and {@code extents} is true of: they may end earlier, and the write-ahead log then
 *     holds what is between
 * @param cleanedTo below it (exclusive) compaction has left one record of each key
 */
record LogSnapshot(
        TopicIdPartition partition,
        long logStartOffset,
        long endOffset,
        long cleanedTo,
        LeaderEpochs epochs,
        List<SegmentState> segments,
        List<ExtentState> extents,
        Collection<ProducerState> producers,
        List<Transactions.Open> open,
        List<Transactions.Aborted> aborted) {

    /** The same log with other segments. */
    LogSnapshot withSegments(List<SegmentState> others, long cleanTo) {
        return new LogSnapshot(
                partition, logStartOffset, endOffset, cleanTo, epochs, others, extents, producers, open, aborted);
    }
}
