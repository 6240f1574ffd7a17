/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.transactions.TransactionShard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime.CoordinatorReadOperation;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime.CoordinatorWriteOperation;

/**
 * Runs commands on the shard of a transactional id, or on all. What a command answers comes when its records are durable.
 *
 * @param partitions of the topic
 */
record TransactionShards(CoordinatorRuntime<TransactionShard, CoordinatorRecord> runtime, IntSupplier partitions) {

    <T> CompletableFuture<T> write(
            String name,
            String transactionalId,
            CoordinatorWriteOperation<TransactionShard, T, CoordinatorRecord> command) {
        return runtime.scheduleWriteOperation(name, partitionOf(transactionalId), command)
                .exceptionally(error -> {
                    throw told(error);
                });
    }

    /** What producers know to take for "try again", where the log has another word for that; as Kafka has it. */
    private static CompletionException told(Throwable error) {
        Throwable cause = Errors.maybeUnwrapException(error);
        if (cause instanceof KafkaStorageException || cause instanceof NotLeaderOrFollowerException) {
            return new CompletionException(new NotCoordinatorException(cause.getMessage(), cause));
        }
        if (cause instanceof TimeoutException) {
            return new CompletionException(new CoordinatorNotAvailableException(cause.getMessage(), cause));
        }
        return new CompletionException(cause);
    }

    <T> CompletableFuture<T> read(
            String name, String transactionalId, CoordinatorReadOperation<TransactionShard, T> query) {
        return readOne(name, partitionOf(transactionalId), query);
    }

    <T> CompletableFuture<T> readOne(
            String name, TopicPartition partition, CoordinatorReadOperation<TransactionShard, T> query) {
        return runtime.scheduleReadOperation(name, partition, query);
    }

    <T> List<CompletableFuture<T>> writeAll(
            String name, CoordinatorWriteOperation<TransactionShard, T, CoordinatorRecord> command) {
        return runtime.scheduleWriteAllOperation(name, command);
    }

    <T> List<CompletableFuture<T>> readAll(String name, CoordinatorReadOperation<TransactionShard, T> query) {
        return runtime.scheduleReadAllOperation(name, query);
    }

    TopicPartition partitionOf(String transactionalId) {
        return new TopicPartition(
                Topic.TRANSACTION_STATE_TOPIC_NAME, Utils.abs(transactionalId.hashCode()) % partitions.getAsInt());
    }
}
