/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.AdvertisedListeners;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.AuthorizedOperations;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;

/** Who belongs to the cluster. */
public final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequestData> {
    private static final byte BROKERS = 1;

    private final ClusterMetadata metadata;
    private final AdvertisedListeners advertised;

    public DescribeClusterHandler(ClusterMetadata metadata, AdvertisedListeners advertised) {
        this.metadata = metadata;
        this.advertised = advertised;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_CLUSTER;
    }

    @Override
    public CompletableFuture<DescribeClusterResponseData> handle(
            RequestContext context, DescribeClusterRequestData request) {
        if (request.endpointType() != BROKERS) {
            throw new MismatchedEndpointTypeException("This listener is of brokers, not of controllers.");
        }
        ClusterImage image = metadata.image();
        Node node = advertised.node(context);
        DescribeClusterResponseData response = new DescribeClusterResponseData()
                .setEndpointType(BROKERS)
                .setClusterId(image.clusterId())
                .setControllerId(image.brokerId())
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.ALL_ON_CLUSTER
                                : AuthorizedOperations.NOT_ASKED);
        response.brokers()
                .add(new DescribeClusterBroker()
                        .setBrokerId(node.id())
                        .setHost(node.host())
                        .setPort(node.port()));
        return CompletableFuture.completedFuture(response);
    }
}
