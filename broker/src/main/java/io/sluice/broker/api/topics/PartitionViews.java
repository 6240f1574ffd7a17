/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.TopicImage;

/** What the topic APIs tell of a partition beside its existence. Thread-safe. */
public final class PartitionViews {
    private static final int UNKNOWN_EPOCH = -1;

    private final LogStore logs;

    public PartitionViews(LogStore logs) {
        this.logs = logs;
    }

    /** -1 for a partition that is going away. */
    int leaderEpoch(TopicImage topic, int partition) {
        return logs.find(topic.id(), partition).map(PartitionLog::leaderEpoch).orElse(UNKNOWN_EPOCH);
    }
}
