/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * The consumer of one topic-partition. Two hold it back, each for reasons of its own: the sink, and for a while who needs
 * what cannot be had now. For the task's thread alone.
 */
final class PartitionConsumer {

    private final SinkTaskContext context;
    private final TopicPartition partition;
    private OptionalLong firstArrived = OptionalLong.empty();
    private OptionalLong sought = OptionalLong.empty();
    private OptionalLong heldUntilMs = OptionalLong.empty();
    private boolean paused;

    PartitionConsumer(SinkTaskContext context, TopicPartition partition) {
        this.context = context;
        this.partition = partition;
    }

    /** Takes note of what was delivered. */
    void arrived(long offset) {
        if (firstArrived.isEmpty()) {
            firstArrived = OptionalLong.of(offset);
        }
    }

    /** Offset of the first record since the partition was opened; empty before. */
    OptionalLong firstArrived() {
        return firstArrived;
    }

    /**
     * Reads from this offset on. Asked for behind all deliveries of a put, and done before the next one: from then on a
     * record below it can only come from a consumer that found no such offset, and was reset.
     */
    void seek(long offset) {
        context.offset(partition, offset);
        sought = OptionalLong.of(offset);
    }

    /** Whether a record of this offset shows that the consumer is not where it was sent. */
    boolean wasReset(long offset) {
        return sought.isPresent() && offset < sought.getAsLong();
    }

    /** Kafka Connect reads again from where it committed last, which may lie before where it was sent. */
    void rewound() {
        sought = OptionalLong.empty();
    }

    void pause() {
        paused = true;
        context.pause(partition);
    }

    void resume() {
        paused = false;
        resumeIfFree();
    }

    /** Delivers nothing until then, and goes on at this offset. */
    void hold(long offset, long untilMs) {
        heldUntilMs = OptionalLong.of(untilMs);
        context.pause(partition);
        seek(offset);
    }

    /** Whether what is delivered is to be dropped, as it will come again. */
    boolean held() {
        return heldUntilMs.isPresent();
    }

    /** When {@link #tick} is to be called; {@link Long#MAX_VALUE} if it need not. */
    long heldUntilMs() {
        return heldUntilMs.orElse(Long.MAX_VALUE);
    }

    void tick(long nowMs) {
        if (held() && nowMs >= heldUntilMs()) {
            heldUntilMs = OptionalLong.empty();
            resumeIfFree();
        }
    }

    private void resumeIfFree() {
        if (!paused && !held()) {
            context.resume(partition);
        }
    }
}
