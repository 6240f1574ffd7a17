/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * A {@link Transaction} as a record of the topic {@code __transaction_state}, in Kafka's schema, version 1 of the value.
 *
 * <p>Kafka does not write down {@link Transaction#lastEpoch}, and so fences a producer whose coordinator restarts while
 * it is given a new epoch. Here it is a tagged field of our own, which Kafka's readers skip.
 */
final class TransactionRecords {
    private static final short VALUE_VERSION = 1;
    /** Far from the tags that Kafka may give out yet. */
    private static final int LAST_EPOCH_TAG = 10_000;

    private TransactionRecords() {}

    static CoordinatorRecord of(Transaction transaction) {
        return CoordinatorRecord.record(
                key(transaction.id()), new ApiMessageAndVersion(value(transaction), VALUE_VERSION));
    }

    static CoordinatorRecord tombstone(String transactionalId) {
        return CoordinatorRecord.tombstone(key(transactionalId));
    }

    private static TransactionLogKey key(String transactionalId) {
        return new TransactionLogKey().setTransactionalId(transactionalId);
    }

    private static TransactionLogValue value(Transaction transaction) {
        TransactionLogValue value = new TransactionLogValue()
                .setProducerId(transaction.producerId())
                .setProducerEpoch(transaction.epoch())
                .setPreviousProducerId(transaction.previousProducerId())
                .setNextProducerId(transaction.nextProducerId())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStatus(transaction.state().id())
                .setTransactionPartitions(partitions(transaction.partitions()))
                .setTransactionStartTimestampMs(transaction.startMs())
                .setTransactionLastUpdateTimestampMs(transaction.updateMs())
                .setClientTransactionVersion(transaction.version());
        if (transaction.lastEpoch() != RecordBatch.NO_PRODUCER_EPOCH) {
            byte[] lastEpoch = ByteBuffer.allocate(Short.BYTES)
                    .putShort(transaction.lastEpoch())
                    .array();
            value.unknownTaggedFields().add(new RawTaggedField(LAST_EPOCH_TAG, lastEpoch));
        }
        return value;
    }

    private static List<PartitionsSchema> partitions(Set<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        partitions.forEach(partition -> byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                .add(partition.partition()));
        return byTopic.entrySet().stream()
                .map(topic -> new PartitionsSchema()
                        .setTopic(topic.getKey())
                        .setPartitionIds(topic.getValue().stream().sorted().toList()))
                .toList();
    }

    static String id(CoordinatorRecord record) {
        return ((TransactionLogKey) record.key()).transactionalId();
    }

    static Transaction read(String id, TransactionLogValue value) {
        Set<TopicPartition> partitions = new HashSet<>();
        if (value.transactionPartitions() != null) {
            value.transactionPartitions()
                    .forEach(topic -> topic.partitionIds()
                            .forEach(partition -> partitions.add(new TopicPartition(topic.topic(), partition))));
        }
        return new Transaction(
                id,
                value.producerId(),
                value.producerEpoch(),
                value.previousProducerId(),
                value.nextProducerId(),
                lastEpoch(value),
                value.transactionTimeoutMs(),
                TransactionState.fromId(value.transactionStatus()),
                partitions,
                value.transactionStartTimestampMs(),
                value.transactionLastUpdateTimestampMs(),
                value.clientTransactionVersion());
    }

    private static short lastEpoch(TransactionLogValue value) {
        return value.unknownTaggedFields().stream()
                .filter(field -> field.tag() == LAST_EPOCH_TAG)
                .map(field -> ByteBuffer.wrap(field.data()).getShort())
                .findFirst()
                .orElse(RecordBatch.NO_PRODUCER_EPOCH);
    }
}
