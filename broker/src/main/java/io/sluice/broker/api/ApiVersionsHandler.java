/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKeyCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKeyCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.GroupVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * What is served, in which versions, with which features: the first question of every client (KIP-35, KIP-511,
 * KIP-584).
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData> {
    /** Kafka's own rule for the software names and versions of clients (KIP-511). */
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private static final short FIRST_WITH_SOFTWARE = 3;

    private final ApiRegistry apis;

    ApiVersionsHandler(ApiRegistry apis) {
        this.apis = apis;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.API_VERSIONS;
    }

    @Override
    public CompletableFuture<ApiVersionsResponseData> handle(RequestContext context, ApiVersionsRequestData request) {
        if (context.version() >= FIRST_WITH_SOFTWARE
                && !(SOFTWARE.matcher(request.clientSoftwareName()).matches()
                        && SOFTWARE.matcher(request.clientSoftwareVersion()).matches())) {
            return CompletableFuture.failedFuture(Errors.INVALID_REQUEST.exception());
        }
        ApiVersionCollection versions = new ApiVersionCollection();
        for (ApiVersion version : apis.advertised()) {
            versions.add(version);
        }
        return CompletableFuture.completedFuture(new ApiVersionsResponseData()
                .setApiKeys(versions)
                .setSupportedFeatures(supported(context.version()))
                .setFinalizedFeaturesEpoch(0)
                .setFinalizedFeatures(finalized()));
    }

    private SupportedFeatureKeyCollection supported(short requestVersion) {
        SupportedFeatureKeyCollection features = new SupportedFeatureKeyCollection();
        features.add(new SupportedFeatureKey()
                .setName(MetadataVersion.FEATURE_NAME)
                .setMinVersion(MetadataVersion.LATEST_PRODUCTION.featureLevel())
                .setMaxVersion(MetadataVersion.LATEST_PRODUCTION.featureLevel()));
        // Clients before version 4 fail at a minimum of 0 (KAFKA-17011)
        if (servesConsumerGroups() && requestVersion > FIRST_WITH_SOFTWARE) {
            features.add(new SupportedFeatureKey()
                    .setName(GroupVersion.FEATURE_NAME)
                    .setMinVersion(GroupVersion.GV_0.featureLevel())
                    .setMaxVersion(GroupVersion.GV_1.featureLevel()));
        }
        if (servesTransactions() && requestVersion > FIRST_WITH_SOFTWARE) {
            features.add(new SupportedFeatureKey()
                    .setName(TransactionVersion.FEATURE_NAME)
                    .setMinVersion(TransactionVersion.TV_0.featureLevel())
                    .setMaxVersion(TransactionVersion.TV_2.featureLevel()));
        }
        return features;
    }

    private FinalizedFeatureKeyCollection finalized() {
        FinalizedFeatureKeyCollection features = new FinalizedFeatureKeyCollection();
        features.add(feature(MetadataVersion.FEATURE_NAME, MetadataVersion.LATEST_PRODUCTION.featureLevel()));
        if (servesConsumerGroups()) {
            features.add(feature(GroupVersion.FEATURE_NAME, GroupVersion.GV_1.featureLevel()));
        }
        if (servesTransactions()) {
            features.add(feature(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel()));
        }
        return features;
    }

    private static FinalizedFeatureKey feature(String name, short level) {
        return new FinalizedFeatureKey().setName(name).setMinVersionLevel(level).setMaxVersionLevel(level);
    }

    private boolean servesConsumerGroups() {
        return apis.serves(ApiKeys.CONSUMER_GROUP_HEARTBEAT);
    }

    private boolean servesTransactions() {
        return apis.serves(ApiKeys.END_TXN);
    }
}
