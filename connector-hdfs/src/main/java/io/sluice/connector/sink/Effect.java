/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the shell is to do. Effects of one step are carried out in their order; the first one that throws ends the step,
 * the rest is dropped, and {@link Event.Failed} follows. "In the background" means that an event reports the end.
 */
public sealed interface Effect {

    /**
     * In the background: claim a new epoch, fence all older ones, publish what is committed, and find what is staged.
     *
     * @param heldEpoch if present, only if no one has claimed a later one; if empty, as the new owner
     */
    record Recover(OptionalLong heldEpoch) implements Effect {}

    /** Read from this offset on. Before {@link Resume}. */
    record Seek(long offset) implements Effect {}

    /** Deliver no more records until {@link Resume}. */
    record Pause() implements Effect {}

    record Resume() implements Effect {}

    /** Append to the staging, under the schema that the table has by then; durable only behind the next {@link Sync}. */
    record Append(List<StagedRecord> records) implements Effect {}

    /** Make durable all that was appended. Before an offset above it is handed to Kafka Connect. */
    record Sync() implements Effect {}

    /** Close the staging files, which makes them durable; they belong to this batch from now on. */
    record Seal(Batch batch) implements Effect {}

    /**
     * In the background: convert the sealed batch, commit, publish, delete its staging, in this order. Batches are
     * committed one after the other: the next one only once {@link Event.Committed} has come.
     */
    record Commit(Batch batch) implements Effect {}

    /** Close the staging files, and leave them to whoever recovers. */
    record CloseStaging() implements Effect {}

    /** Let go of the staging files without a promise: their streams may be broken. */
    record Abandon() implements Effect {}
}
