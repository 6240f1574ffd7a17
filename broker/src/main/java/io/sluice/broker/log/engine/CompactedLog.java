/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.cleaner.LogFacts;
import io.sluice.broker.log.cleaner.io.CleanableLog;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.model.Transactions.Aborted;
import io.sluice.broker.log.segment.SegmentBytes;
import io.sluice.broker.log.segment.SegmentRewrite;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/** A log as the cleaner sees it. */
record CompactedLog(WalPartitionLog log, Replacements replacements) implements CleanableLog {

    @Override
    public TopicIdPartition partition() {
        return log.partition();
    }

    @Override
    public LogFacts facts() {
        List<SegmentSummary> full = log.segments().full(); // first: what follows only rises
        return log.locked((state, tail) ->
                new LogFacts(full, state.logStartOffset(), state.cleanedTo(), state.lastStableOffset(), log.config()));
    }

    @Override
    public List<Aborted> aborted() {
        return log.locked((state, tail) -> state.aborted());
    }

    @Override
    public Collection<ProducerState> producers() {
        return log.locked((state, tail) -> state.producers());
    }

    @Override
    public SegmentBytes bytes(SegmentSummary segment) throws IOException {
        return log.segments().bytes(segment);
    }

    @Override
    public SegmentRewrite rewrite(List<SegmentSummary> replaced) throws IOException {
        return log.segments()
                .rewrite(replaced, replacements.nextId(), log.config().indexIntervalBytes());
    }

    @Override
    public boolean replace(SegmentRewrite finished, long cleanedTo) throws IOException {
        return replacements.replace(log, finished, cleanedTo);
    }

    @Override
    public void markClean(long cleanedTo) {
        log.<Void>locked((state, tail) -> {
            state.cleanTo(cleanedTo);
            return null;
        });
    }

    @Override
    public boolean isGone() {
        return log.isDeleted() || replacements.isClosed();
    }
}
