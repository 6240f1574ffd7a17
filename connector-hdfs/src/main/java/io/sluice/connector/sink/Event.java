/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What happens to a topic-partition. */
public sealed interface Event {

    /** Kafka Connect assigned it to this task. */
    record Opened() implements Event {}

    /** Records arrived, in offset order. */
    record Delivered(List<Delivery> deliveries) implements Event {}

    /**
     * Time has passed.
     *
     * @param stagedBytes size of the open batch's staging
     * @param segments staging files that hold it
     */
    record Ticked(long stagedBytes, int segments) implements Event {}

    /** Kafka Connect asks how far it may commit offsets. */
    record OffsetsWanted() implements Event {}

    /**
     * {@link Effect.Recover} is done.
     *
     * @param previous offset of the last record that is committed or adopted, or {@link OffsetChain#NONE}
     * @param adopted staged records that an earlier epoch left, to be carried on; null if there are none
     * @param segments staging files that hold them
     * @param firstArrived offset of the first record that this task was sent since it opened the partition: there it has
     *     to begin again if nothing is committed or staged; empty if none was sent yet
     */
    record Recovered(long epoch, long previous, @Nullable Batch adopted, int segments, OptionalLong firstArrived)
            implements Event {}

    /**
     * {@link Effect.Recover} did not succeed.
     *
     * @param claimedEpoch the epoch that it had claimed or still held
     */
    record RecoveryFailed(OptionalLong claimedEpoch, boolean fenced) implements Event {}

    /** {@link Effect.Commit} is done: the batch is in the table and its staging is deleted. */
    record Committed(long epoch, Batch batch) implements Event {}

    /**
     * An effect failed; what it has done is unknown.
     *
     * @param fenced whether the work directory of the epoch is gone
     */
    record Failed(long epoch, boolean fenced) implements Event {}

    /** Kafka Connect took it away, or the task stops. */
    record Closing() implements Event {}
}
