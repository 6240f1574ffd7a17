/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of all consumers. Thread-safe.
 *
 * <p>Memory is bounded: at most {@code slots} sessions are kept. A new one takes the place of the one that was idle the
 * longest, if that was long enough; if none was, the consumer is served without a session, which costs it only larger
 * requests.
 */
public final class FetchSessions {
    /** A consumer polls at least so often, or is slow to come back: Kafka's own rule. */
    static final long EVICTION_IDLE_MS = 120_000;

    private final int slots;
    private final IntSupplier randomIds;
    private final LongSupplier nowMs;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();

    /** @param randomIds numbers that are hard to guess, so that one client does not run into another's session */
    public FetchSessions(int slots, IntSupplier randomIds, LongSupplier nowMs) {
        this.nowMs = nowMs;
        this.slots = slots;
        this.randomIds = randomIds;
    }

    /** Opens, continues or closes a session as a request says, and tells what is to be fetched. */
    synchronized FetchPlan plan(FetchRequestData request, boolean byTopicId) {
        int id = request.sessionId();
        int epoch = request.sessionEpoch();
        List<FetchSession.Wanted> wanted = wanted(request);
        if (epoch == FetchMetadata.FINAL_EPOCH || epoch == FetchMetadata.INITIAL_EPOCH) {
            sessions.remove(id);
            return epoch == FetchMetadata.INITIAL_EPOCH && !wanted.isEmpty() && hasRoom()
                    ? FetchPlan.first(create(byTopicId, wanted))
                    : FetchPlan.alone(wanted);
        }
        @Nullable FetchSession session = sessions.get(id);
        if (session == null) {
            return FetchPlan.failed(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        Errors error = session.update(epoch, byTopicId, wanted, forgotten(request), nowMs.getAsLong());
        if (error != Errors.NONE) {
            return FetchPlan.failed(error);
        }
        if (session.isEmpty()) {
            sessions.remove(id);
            return FetchPlan.alone(List.of());
        }
        return FetchPlan.next(session);
    }

    private static List<FetchSession.Wanted> wanted(FetchRequestData request) {
        return request.topics().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new FetchSession.Wanted(
                                new TopicIdPartition(topic.topicId(), partition.partition(), topic.topic()),
                                partition)))
                .toList();
    }

    private static List<TopicIdPartition> forgotten(FetchRequestData request) {
        return request.forgottenTopicsData().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicIdPartition(topic.topicId(), partition, topic.topic())))
                .toList();
    }

    private FetchSession create(boolean byTopicId, List<FetchSession.Wanted> wanted) {
        int id = randomIds.getAsInt() & Integer.MAX_VALUE;
        while (id == 0 || sessions.containsKey(id)) {
            id = randomIds.getAsInt() & Integer.MAX_VALUE;
        }
        FetchSession session = new FetchSession(id, byTopicId, wanted, nowMs.getAsLong());
        sessions.put(id, session);
        return session;
    }

    private boolean hasRoom() {
        return sessions.size() < slots || evict();
    }

    private boolean evict() {
        return sessions.values().stream()
                .min(Comparator.comparingLong(FetchSession::lastUsedMs))
                .filter(oldest -> nowMs.getAsLong() - oldest.lastUsedMs() > EVICTION_IDLE_MS)
                .map(oldest -> sessions.remove(oldest.id()))
                .isPresent();
    }
}
