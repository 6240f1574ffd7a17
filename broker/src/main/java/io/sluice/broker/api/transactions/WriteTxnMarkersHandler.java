/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.transactions.EndMarker;
import io.sluice.broker.transactions.Markers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;

/** Ends transactions in partitions, whatever their coordinator thinks: how an administrator aborts a hanging one. */
public final class WriteTxnMarkersHandler implements ApiHandler<WriteTxnMarkersRequestData> {
    private final Markers markers;

    public WriteTxnMarkersHandler(Markers markers) {
        this.markers = markers;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.WRITE_TXN_MARKERS;
    }

    @Override
    public CompletableFuture<WriteTxnMarkersResponseData> handle(
            RequestContext context, WriteTxnMarkersRequestData request) {
        WriteTxnMarkersResponseData response = new WriteTxnMarkersResponseData();
        List<CompletableFuture<?>> written = new ArrayList<>();
        for (WritableTxnMarker wanted : request.markers()) {
            EndMarker marker = new EndMarker(
                    wanted.producerId(),
                    wanted.producerEpoch(),
                    wanted.coordinatorEpoch(),
                    wanted.transactionResult(),
                    wanted.transactionVersion());
            WritableTxnMarkerResult result = new WritableTxnMarkerResult().setProducerId(wanted.producerId());
            response.markers().add(result);
            for (WritableTxnMarkerTopic topic : wanted.topics()) {
                WritableTxnMarkerTopicResult ofTopic = new WritableTxnMarkerTopicResult().setName(topic.name());
                result.topics().add(ofTopic);
                for (int partition : topic.partitionIndexes()) {
                    WritableTxnMarkerPartitionResult ofPartition =
                            new WritableTxnMarkerPartitionResult().setPartitionIndex(partition);
                    ofTopic.partitions().add(ofPartition);
                    written.add(markers.write(new TopicPartition(topic.name(), partition), marker)
                            .exceptionally(error -> {
                                ofPartition.setErrorCode(
                                        Failures.code(context, error).code());
                                return null;
                            }));
                }
            }
        }
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> response);
    }
}
