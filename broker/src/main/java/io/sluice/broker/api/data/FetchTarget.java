/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.log.PartitionLog;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A partition to fetch from: what was asked for, and the log or else the error that it leads to.
 *
 * @param topic empty in the versions that name topics by id
 * @param maxBytes to return at most, a first batch that is larger aside
 * @param log null if there is an error
 */
record FetchTarget(
        String topic,
        Uuid topicId,
        int partition,
        long offset,
        int maxBytes,
        @Nullable PartitionLog log,
        Errors error) {}
