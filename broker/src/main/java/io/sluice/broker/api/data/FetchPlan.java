/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch is about, by its session or without one.
 *
 * @param error why nothing can be fetched, or {@code NONE}
 * @param wanted to read, in this order
 * @param session null for a fetch on its own
 * @param incremental whether the answer leaves out what its client knows
 */
record FetchPlan(
        Errors error,
        List<FetchSession.Wanted> wanted,
        @Nullable FetchSession session,
        boolean incremental) {
    private static final int NO_SESSION = 0;

    static FetchPlan failed(Errors error) {
        return new FetchPlan(error, List.of(), null, false);
    }

    static FetchPlan alone(List<FetchSession.Wanted> wanted) {
        return new FetchPlan(Errors.NONE, wanted, null, false);
    }

    static FetchPlan first(FetchSession session) {
        return new FetchPlan(Errors.NONE, session.wanted(), session, false);
    }

    static FetchPlan next(FetchSession session) {
        return new FetchPlan(Errors.NONE, session.wanted(), session, true);
    }

    int sessionId() {
        return session == null ? NO_SESSION : session.id();
    }

    /** Whether a partition belongs into the answer; its session takes note. */
    boolean tells(TopicIdPartition partition, PartitionData data) {
        boolean isNew = session == null || session.tell(partition, data);
        return isNew || !incremental;
    }
}
