/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.LogDirs;
import io.sluice.broker.log.segment.LogDirs.DiskAction;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of logs when the directory that their segments are in fails: they are offline until the next start, and
 * all others go on.
 *
 * <p>Records of theirs that were acknowledged and had not reached their segments are in the write-ahead log. So it is
 * kept from the last checkpoint on, and no other is taken: the next start finds all it needs.
 *
 * <p>Thread-safe.
 */
final class LogDisks {
    private static final Logger LOG = LoggerFactory.getLogger(LogDisks.class);

    private final LogDirs dirs;
    private final Logs logs;

    LogDisks(LogDirs dirs, Logs logs) {
        this.dirs = dirs;
        this.logs = logs;
    }

    /**
     * Does something with a log's segments, unless they are offline; if it fails, they are from then on.
     *
     * @throws IOException if the disk fails without which nothing goes on
     */
    void attempt(WalPartitionLog log, DiskAction action) throws IOException {
        dirs.attempt(log.segments().directory(), this::tell, action);
    }

    private void tell(Path directory, IOException cause) {
        LOG.error(
                "Writing in {} failed: the partitions there are offline, all others go on. The write-ahead log is kept"
                        + " from now on, as it holds records of theirs. Mend the disk, then restart the broker",
                directory,
                cause);
        logs.all().stream()
                .filter(log -> log.segments().directory().path().getParent().equals(directory))
                .forEach(WalPartitionLog::notifyListeners);
    }

    /** Whether any log is offline. */
    boolean anyOffline() {
        return dirs.anyOffline();
    }

    boolean isOffline(WalPartitionLog log) {
        return dirs.failureOf(log.segments().directory()) != null;
    }

    /** @throws KafkaStorageException if the log is offline */
    void checkOnline(WalPartitionLog log) {
        IOException failure = dirs.failureOf(log.segments().directory());
        if (failure != null) {
            throw new KafkaStorageException(
                    log.partition().topicPartition() + " is offline: writing in "
                            + log.segments().directory().path().getParent() + " failed (" + failure.getMessage()
                            + "). Mend the disk, then restart the broker",
                    failure);
        }
    }
}
