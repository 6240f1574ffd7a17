/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import org.apache.kafka.common.requests.TransactionResult;

/**
 * What is written to each partition of a transaction to end it. Immutable.
 *
 * @param epoch of the producer from then on
 * @param coordinatorEpoch of who has decided so
 * @param version as {@link Transaction#version}
 */
public record EndMarker(long producerId, short epoch, int coordinatorEpoch, boolean commit, short version) {

    public static EndMarker of(Transaction ending, int coordinatorEpoch) {
        return new EndMarker(
                ending.producerId(), ending.epoch(), coordinatorEpoch, ending.isCommitting(), ending.version());
    }

    public TransactionResult result() {
        return commit ? TransactionResult.COMMIT : TransactionResult.ABORT;
    }
}
