/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionalProducer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResultCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Takes partitions into transactions, all of a transaction's or none. Clients ask with versions up to 3; from 4 on
 * several transactions come at once, and a broker may ask whether it has the partitions (KIP-890).
 */
public final class AddPartitionsToTxnHandler implements ApiHandler<AddPartitionsToTxnRequestData> {
    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_BATCHED_VERSION = 4;
    private static final int FIRST_OF_NEXT_EPOCHS = 5;

    private final TransactionCoordinator coordinator;
    private final Supplier<ClusterImage> metadata;

    public AddPartitionsToTxnHandler(TransactionCoordinator coordinator, Supplier<ClusterImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ADD_PARTITIONS_TO_TXN;
    }

    @Override
    public CompletableFuture<AddPartitionsToTxnResponseData> handle(
            RequestContext context, AddPartitionsToTxnRequestData request) {
        if (context.version() < FIRST_BATCHED_VERSION) {
            TransactionalProducer producer = new TransactionalProducer(
                    request.v3AndBelowTransactionalId(),
                    request.v3AndBelowProducerId(),
                    request.v3AndBelowProducerEpoch());
            return results(context, producer, partitions(request.v3AndBelowTopics()), false)
                    .thenApply(results -> new AddPartitionsToTxnResponseData().setResultsByTopicV3AndBelow(results));
        }
        AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
        List<CompletableFuture<AddPartitionsToTxnResult>> all = request.transactions().stream()
                .map(transaction -> result(context, transaction))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).thenApply(done -> {
            all.forEach(result -> response.resultsByTransaction().add(result.join()));
            return response;
        });
    }

    private CompletableFuture<AddPartitionsToTxnResult> result(
            RequestContext context, AddPartitionsToTxnTransaction transaction) {
        TransactionalProducer producer = new TransactionalProducer(
                transaction.transactionalId(), transaction.producerId(), transaction.producerEpoch());
        return results(context, producer, partitions(transaction.topics()), transaction.verifyOnly())
                .thenApply(results -> new AddPartitionsToTxnResult()
                        .setTransactionalId(transaction.transactionalId())
                        .setTopicResults(results));
    }

    private static Set<TopicPartition> partitions(AddPartitionsToTxnTopicCollection topics) {
        return topics.stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toSet());
    }

    private CompletableFuture<AddPartitionsToTxnTopicResultCollection> results(
            RequestContext context,
            TransactionalProducer producer,
            Set<TopicPartition> partitions,
            boolean verifyOnly) {
        if (producer.transactionalId().isEmpty()) {
            throw new InvalidRequestException("A transactional id must not be empty.");
        }
        Map<TopicPartition, Errors> refused = refused(partitions);
        if (!refused.isEmpty()) {
            return CompletableFuture.completedFuture(results(partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> refused.getOrDefault(partition, Errors.OPERATION_NOT_ATTEMPTED)))));
        }
        return verifyOnly ? verified(context, producer, partitions) : added(context, producer, partitions);
    }

    /** What does not exist, and what clients do not write to. The offsets topic comes by AddOffsetsToTxn. */
    private Map<TopicPartition, Errors> refused(Set<TopicPartition> partitions) {
        ClusterImage image = metadata.get();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (!image.hasPartition(partition.topic(), partition.partition())) {
                refused.put(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION);
            } else if (partition.topic().equals(Topic.TRANSACTION_STATE_TOPIC_NAME)) {
                refused.put(partition, Errors.TOPIC_AUTHORIZATION_FAILED);
            }
        }
        return refused;
    }

    private CompletableFuture<AddPartitionsToTxnTopicResultCollection> added(
            RequestContext context, TransactionalProducer producer, Set<TopicPartition> partitions) {
        TransactionVersion version =
                context.version() < FIRST_OF_NEXT_EPOCHS ? TransactionVersion.TV_1 : TransactionVersion.TV_2;
        return coordinator.add(producer, partitions, version).handle((added, error) -> {
            Errors code = error == null ? Errors.NONE : ProducerErrors.code(context, error, FIRST_WITH_FENCED);
            return results(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> code)));
        });
    }

    private CompletableFuture<AddPartitionsToTxnTopicResultCollection> verified(
            RequestContext context, TransactionalProducer producer, Set<TopicPartition> partitions) {
        Map<TopicPartition, CompletableFuture<Errors>> codes = partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> coordinator
                                .verify(producer, partition)
                                .handle((part, error) -> error == null ? Errors.NONE : Failures.code(context, error))));
        return CompletableFuture.allOf(codes.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> results(codes.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, code -> code.getValue().join()))));
    }

    private static AddPartitionsToTxnTopicResultCollection results(Map<TopicPartition, Errors> codes) {
        AddPartitionsToTxnTopicResultCollection results = new AddPartitionsToTxnTopicResultCollection();
        codes.forEach((partition, code) -> {
            AddPartitionsToTxnTopicResult topic = results.find(partition.topic());
            if (topic == null) {
                topic = new AddPartitionsToTxnTopicResult().setName(partition.topic());
                results.add(topic);
            }
            topic.resultsByPartition()
                    .add(new AddPartitionsToTxnPartitionResult()
                            .setPartitionIndex(partition.partition())
                            .setPartitionErrorCode(code.code()));
        });
        return results;
    }
}
