/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.wal.WalPosition;
import io.sluice.broker.log.wal.WriteAheadLog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.KafkaStorageException;

/** What becomes of entries that reached the disk: readers may have them, producers are told, segments get them. */
final class Acknowledger implements WriteAheadLog.Listener<LogEntry> {
    private final Journal journal;
    private final StorageThread storage;
    private final Logs logs;

    Acknowledger(Journal journal, StorageThread storage, Logs logs) {
        this.journal = journal;
        this.storage = storage;
        this.logs = logs;
    }

    @Override
    public void durable(List<LogEntry> entries, WalPosition end) {
        Set<WalPartitionLog> advanced = new LinkedHashSet<>();
        for (LogEntry entry : entries) {
            WalPartitionLog log = entry.log();
            if (entry.holdsBatches() && log != null && log.advance(entry)) {
                advanced.add(log);
            }
        }
        // only now: who is told that its record is durable may read it at once
        for (LogEntry entry : entries) {
            entry.durable().complete(null);
        }
        advanced.forEach(WalPartitionLog::notifyListeners);
        storage.hand(entries, end);
    }

    @Override
    public void failed(List<LogEntry> entries, Throwable cause) {
        boolean first = !journal.hasFailed();
        journal.fail(cause);
        KafkaStorageException failure = new KafkaStorageException(
                "The record may be lost: writing the log failed (" + cause.getMessage() + ")", cause);
        for (LogEntry entry : entries) {
            entry.durable().completeExceptionally(failure);
        }
        if (first) {
            logs.all().forEach(WalPartitionLog::notifyListeners);
        }
    }

    @Override
    public void rejected(List<LogEntry> entries) {
        KafkaStorageException closed = new KafkaStorageException("The log was closed before the record was written");
        for (LogEntry entry : entries) {
            // its log already counts it in, or a checkpoint that will not come: no clean one may be taken of that
            journal.fail(closed);
            entry.durable().completeExceptionally(closed);
        }
    }
}
