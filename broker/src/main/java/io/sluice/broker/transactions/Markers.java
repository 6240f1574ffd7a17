/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Port. Ends transactions in partitions. Thread-safe; does not block. */
@FunctionalInterface
public interface Markers {

    /**
     * Writes a marker, which for its producer's transaction in this partition is the end; it does nothing if there is
     * none, so that writing one twice does no harm.
     *
     * @return completes when it is durable; fails with {@code UnknownTopicOrPartitionException} if there is no such
     *     partition, {@code InvalidProducerEpochException} if the producer has a higher epoch there, so that the
     *     transaction has ended already, and {@code KafkaStorageException} if the disk does not take it now
     */
    CompletableFuture<Void> write(TopicPartition partition, EndMarker marker);
}
