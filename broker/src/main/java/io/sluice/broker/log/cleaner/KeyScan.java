/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import io.sluice.broker.log.model.Transactions.Aborted;
import java.util.List;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * Collects the newest offset of each key from the dirty batches of a log, until they end or memory does. Not
 * thread-safe.
 */
public final class KeyScan {
    private final KeyOffsets newest;
    private final long firstDirtyOffset;
    private final CleanedTransactions transactions;
    private final BufferSupplier decompression;
    private long endOffset = -1;

    public KeyScan(KeyOffsets newest, long firstDirtyOffset, List<Aborted> aborted, BufferSupplier decompression) {
        this.newest = newest;
        this.firstDirtyOffset = firstDirtyOffset;
        this.transactions = new CleanedTransactions(aborted);
        this.decompression = decompression;
    }

    /** Takes the next batch; false if there was no room for all of it: then {@link #fullAt} says where. */
    public boolean add(MutableRecordBatch batch) {
        batch.ensureValid();
        if (transactions.mayGo(batch) || batch.isControlBatch()) {
            return true;
        }
        try (CloseableIterator<Record> records = batch.streamingIterator(decompression)) {
            while (records.hasNext()) {
                Record entry = records.next();
                if (entry.offset() >= firstDirtyOffset && entry.hasKey() && !newest.put(entry.key(), entry.offset())) {
                    endOffset = entry.offset();
                    return false;
                }
            }
        }
        return true;
    }

    /** The offset of the first record that did not fit, or -1. */
    public long fullAt() {
        return endOffset;
    }
}
