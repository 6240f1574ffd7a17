/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a consumer fetches, remembered between its requests, so that requests name only what changed and answers only
 * what is new (KIP-227). Thread-safe by its monitor; a client has one request under way in it.
 *
 * <p>Partitions stand in the order in which they are read. One that gave records goes to the end, so that none starves
 * behind another that always fills the answer.
 */
final class FetchSession {
    private static final int FIRST_EPOCH = 1;

    private final int id;
    private final boolean byTopicId;
    private final Map<TopicIdPartition, Entry> partitions = new LinkedHashMap<>();

    private int nextEpoch = FIRST_EPOCH;
    private long lastUsedMs;

    /** What is wanted of a partition, and what its client was told last. */
    private static final class Entry {
        private FetchPartition wanted;
        private long highWatermark = -1;
        private long logStartOffset = -1;
        private long lastStableOffset = -1;

        Entry(FetchPartition wanted) {
            this.wanted = wanted;
        }
    }

    /** A partition and what is wanted of it. */
    record Wanted(TopicIdPartition partition, FetchPartition request) {}

    /** @param byTopicId whether its requests name topics by id, which must stay so */
    FetchSession(int id, boolean byTopicId, List<Wanted> wanted, long nowMs) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.lastUsedMs = nowMs;
        wanted.forEach(each -> partitions.put(each.partition(), new Entry(each.request())));
    }

    int id() {
        return id;
    }

    synchronized long lastUsedMs() {
        return lastUsedMs;
    }

    /**
     * Takes in an incremental request.
     *
     * @return {@code NONE}, or why the session cannot serve it; nothing has changed then
     */
    synchronized Errors update(
            int epoch, boolean namesById, List<Wanted> wanted, List<TopicIdPartition> forgotten, long nowMs) {
        if (namesById != byTopicId) {
            return Errors.FETCH_SESSION_TOPIC_ID_ERROR;
        }
        if (epoch != nextEpoch) {
            return Errors.INVALID_FETCH_SESSION_EPOCH;
        }
        nextEpoch = epoch == Integer.MAX_VALUE ? FIRST_EPOCH : epoch + 1;
        lastUsedMs = nowMs;
        forgotten.forEach(partitions::remove);
        for (Wanted each : wanted) {
            partitions.computeIfAbsent(each.partition(), any -> new Entry(each.request())).wanted = each.request();
        }
        return Errors.NONE;
    }

    /** All that is to be read now, in order. */
    synchronized List<Wanted> wanted() {
        return partitions.entrySet().stream()
                .map(entry -> new Wanted(entry.getKey(), entry.getValue().wanted))
                .toList();
    }

    /**
     * Notes what a partition is about to be told.
     *
     * @return whether there is anything new in it
     */
    synchronized boolean tell(TopicIdPartition partition, PartitionData data) {
        Entry entry = partitions.get(partition);
        if (entry == null) {
            return true;
        }
        boolean hasRecords = data.records().sizeInBytes() > 0;
        boolean hasError = data.errorCode() != Errors.NONE.code();
        boolean isNew = hasRecords
                || hasError
                || entry.highWatermark != data.highWatermark()
                || entry.lastStableOffset != data.lastStableOffset()
                || entry.logStartOffset != data.logStartOffset();
        // After an error, whatever comes next is news
        entry.highWatermark = hasError ? -1 : data.highWatermark();
        entry.lastStableOffset = hasError ? -1 : data.lastStableOffset();
        entry.logStartOffset = hasError ? -1 : data.logStartOffset();
        if (hasRecords) {
            partitions.remove(partition);
            partitions.put(partition, entry);
        }
        return isNew;
    }

    synchronized boolean isEmpty() {
        return partitions.isEmpty();
    }
}
