/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/**
 * All partition logs of this broker, over one write-ahead log.
 *
 * <p>Thread-safe. A log is known by topic id and partition, so that a topic deleted and created again under its old
 * name starts empty.
 *
 * <p>Acknowledgements come late when many bytes wait for the disk, and appends fail with {@code KafkaStorageException}
 * when there are far too many.
 */
public interface LogStore extends AutoCloseable {

    /**
     * Creates the log of a partition, or returns it if it exists; then {@code config} replaces its configuration.
     *
     * <p>Costs no file and no disk access: a partition gets files when it has bytes.
     */
    PartitionLog create(TopicIdPartition partition, LogConfig config);

    Optional<PartitionLog> find(Uuid topicId, int partition);

    /**
     * Deletes all logs of a topic, now from memory and in the background from disk. Deleting a topic that has no log
     * does nothing. Reads that already hold a {@link FetchedRecords} may finish.
     */
    void delete(Uuid topicId);

    /** Makes all that was appended durable, writes a checkpoint and releases every file. Idempotent. */
    @Override
    void close();
}
