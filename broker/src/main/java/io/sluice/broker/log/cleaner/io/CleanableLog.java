/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner.io;

import io.sluice.broker.log.cleaner.LogFacts;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.model.Transactions.Aborted;
import io.sluice.broker.log.segment.SegmentBytes;
import io.sluice.broker.log.segment.SegmentRewrite;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/**
 * Port. What the cleaner sees of a compacted log. Thread-safe; equal to every other view of the same log.
 *
 * <p>Everything goes on meanwhile: appends, reads, retention, deletion of the topic.
 */
public interface CleanableLog {

    TopicIdPartition partition();

    LogFacts facts();

    /** Aborted transactions with records at or after an offset that no cleaning has taken yet. */
    List<Aborted> aborted();

    /** What is remembered of producers that are not expired. */
    Collection<ProducerState> producers();

    /** @throws IOException also if the segment is gone */
    SegmentBytes bytes(SegmentSummary segment) throws IOException;

    /** Begins what is to replace neighbouring segments; to be ended with {@link #replace} or {@code discard()}. */
    SegmentRewrite rewrite(List<SegmentSummary> replaced) throws IOException;

    /**
     * Puts a finished segment in the place of others: atomic, durable, and not noticed by readers. Waits for it.
     *
     * @param cleanedTo how far the log is clean then
     * @return false if nothing was replaced, because the log was closed, or it or one of the segments is gone
     * @throws IOException if nothing was replaced because of the disk
     */
    boolean replace(SegmentRewrite finished, long cleanedTo) throws IOException;

    /** The log is clean up to here (exclusive) as it is. */
    void markClean(long cleanedTo);

    /** Whether the topic was deleted or the log has been closed. */
    boolean isGone();
}
