/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.log.PartitionLog;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A partition to fetch from: what was asked for, and the log or else the error that it leads to.
 *
 * @param partition with an empty name or no id, as the version of the request has it
 * @param maxBytes to return at most, a first batch that is larger aside
 * @param log null if there is an error
 */
record FetchTarget(
        TopicIdPartition partition,
        long offset,
        int maxBytes,
        @Nullable PartitionLog log,
        Errors error) {

    int index() {
        return partition.partition();
    }
}
