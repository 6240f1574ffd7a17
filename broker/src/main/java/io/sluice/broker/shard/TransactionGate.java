/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.sluice.broker.log.PartitionLog;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** Port. Asked before a coordinator writes records of a client's transaction to its log (KIP-890). Thread-safe. */
@FunctionalInterface
public interface TransactionGate {

    /**
     * Completes when the transaction has the partition of this log, or fails with Kafka's exception for the client.
     *
     * @param apiVersion of TxnOffsetCommit
     * @return to append with
     */
    CompletableFuture<VerificationGuard> enter(
            PartitionLog log, String transactionalId, long producerId, short epoch, int apiVersion);
}
