/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.sluice.broker.log.PartitionLog;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Port. Finds the log of a partition of an internal topic, by the name that the coordinator runtime uses. */
@FunctionalInterface
public interface CoordinatorLogs {

    /** Empty while the topic does not exist. Thread-safe, does not block. */
    Optional<PartitionLog> find(TopicPartition partition);
}
