/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {
    private static final Uuid TOPIC = new Uuid(1, 2);

    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final FetchSessions sessions = new FetchSessions(2, new AtomicInteger(7)::getAndIncrement, nowMs::get);

    @Test
    void aSessionRemembersWhatItsRequestsNoLongerSay() {
        int id = sessions.plan(request(0, 0, 0, 1, 2), true).sessionId();

        FetchRequestData second = request(id, 1, 3);
        second.forgottenTopicsData().add(new ForgottenTopic().setTopicId(TOPIC).setPartitions(List.of(1)));

        assertThat(partitionsOf(sessions.plan(second, true))).containsExactly(0, 2, 3);
        assertThat(partitionsOf(sessions.plan(request(id, 2), true))).containsExactly(0, 2, 3);
    }

    @Test
    void anUpdateReplacesWhatWasWanted() {
        int id = sessions.plan(request(0, 0, 0), true).sessionId();
        FetchRequestData second = request(id, 1, 0);
        second.topics().get(0).partitions().get(0).setFetchOffset(42);

        FetchPlan plan = sessions.plan(second, true);

        assertThat(plan.wanted())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.request().fetchOffset()).isEqualTo(42));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        int id = sessions.plan(request(0, 0, 0), true).sessionId();

        assertThat(sessions.plan(request(99, 1), true).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.plan(request(id, 5), true).error()).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
        assertThat(sessions.plan(request(id, 1), false).error()).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(sessions.plan(request(id, 1), true).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void aFetchOnItsOwnHasNoSessionAndClosesTheOneItNames() {
        int id = sessions.plan(request(0, 0, 0), true).sessionId();

        FetchPlan last = sessions.plan(request(id, -1, 0), true);

        assertThat(last.sessionId()).isZero();
        assertThat(partitionsOf(last)).containsExactly(0);
        assertThat(sessions.plan(request(id, 1), true).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void onlyWhatIsNewIsToldButAllOfItAtFirst() {
        FetchPlan first = sessions.plan(request(0, 0, 0), true);
        assertThat(first.tells(partition(0), data(5))).isTrue();

        FetchPlan second = sessions.plan(request(first.sessionId(), 1), true);
        assertThat(second.tells(partition(0), data(5))).isFalse();
        assertThat(second.tells(partition(0), data(6))).isTrue();
        assertThat(second.tells(partition(0), data(6).setLogStartOffset(3))).isTrue();
        assertThat(second.tells(partition(0), data(6).setLogStartOffset(3).setRecords(records())))
                .isTrue();
        assertThat(second.tells(partition(0), data(-1).setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code())))
                .isTrue();
        assertThat(second.tells(partition(0), data(6).setLogStartOffset(3))).isTrue();
        assertThat(second.tells(partition(0), data(6).setLogStartOffset(3))).isFalse();
    }

    @Test
    void aPartitionThatGaveRecordsIsReadLastNextTime() {
        FetchPlan first = sessions.plan(request(0, 0, 0, 1, 2), true);
        assertThat(first.tells(partition(0), data(1).setRecords(records()))).isTrue();

        assertThat(partitionsOf(sessions.plan(request(first.sessionId(), 1), true)))
                .containsExactly(1, 2, 0);
    }

    @Test
    void sessionsAreBoundedAndOnlyIdleOnesMakeRoom() {
        int first = sessions.plan(request(0, 0, 0), true).sessionId();
        nowMs.addAndGet(1_000);
        int second = sessions.plan(request(0, 0, 0), true).sessionId();

        assertThat(sessions.plan(request(0, 0, 0), true).sessionId()).isZero();

        nowMs.addAndGet(FetchSessions.EVICTION_IDLE_MS);
        assertThat(sessions.plan(request(0, 0, 0), true).sessionId()).isPositive();
        assertThat(sessions.plan(request(first, 1), true).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.plan(request(second, 1), true).error()).isEqualTo(Errors.NONE);
    }

    private static List<Integer> partitionsOf(FetchPlan plan) {
        return plan.wanted().stream()
                .map(wanted -> wanted.partition().partition())
                .toList();
    }

    private static TopicIdPartition partition(int partition) {
        return new TopicIdPartition(TOPIC, partition, "");
    }

    private static PartitionData data(long highWatermark) {
        return new PartitionData().setHighWatermark(highWatermark).setRecords(MemoryRecords.EMPTY);
    }

    private static MemoryRecords records() {
        return MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[1]));
    }

    private static FetchRequestData request(int session, int epoch, int... partitions) {
        FetchRequestData request = new FetchRequestData().setSessionId(session).setSessionEpoch(epoch);
        if (partitions.length > 0) {
            request.topics()
                    .add(new FetchTopic()
                            .setTopicId(TOPIC)
                            .setPartitions(IntStream.of(partitions)
                                    .mapToObj(partition -> new FetchPartition().setPartition(partition))
                                    .toList()));
        }
        return request;
    }
}
