/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import io.sluice.broker.log.model.Transactions.Aborted;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Follows the transactions of a log from its first batch to its last, and says of each batch whether it may go:
 * records of aborted transactions, and markers of transactions that have no batch left (KIP-98).
 *
 * <p>Not thread-safe; one for each pass.
 */
final class CleanedTransactions {
    private final PriorityQueue<Aborted> aborted = new PriorityQueue<>(Comparator.comparingLong(Aborted::firstOffset));
    private final Map<Long, Open> openAborted = new HashMap<>();
    private final Set<Long> openCommitted = new HashSet<>();

    /** An aborted transaction whose marker is still to come, and whether a batch of it has come by. */
    private record Open(long markerOffset, boolean seen) {}

    CleanedTransactions(List<Aborted> aborted) {
        this.aborted.addAll(aborted);
    }

    /** Takes note of the next batch; true if it may go. */
    boolean mayGo(RecordBatch batch) {
        while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
            Aborted next = aborted.remove();
            openAborted.put(next.producerId(), new Open(next.lastOffset(), false));
        }
        // a marker that does not come by any more must not let its producer's later transactions be taken for aborted
        openAborted.computeIfPresent(
                batch.producerId(), (producer, open) -> open.markerOffset() < batch.baseOffset() ? null : open);
        return batch.isControlBatch() ? markerMayGo(batch) : recordsMayGo(batch);
    }

    private boolean recordsMayGo(RecordBatch batch) {
        if (!batch.isTransactional()) {
            return false;
        }
        if (openAborted.computeIfPresent(batch.producerId(), (producer, open) -> new Open(open.markerOffset(), true))
                != null) {
            return true;
        }
        openCommitted.add(batch.producerId());
        return false;
    }

    private boolean markerMayGo(RecordBatch batch) {
        Iterator<Record> records = batch.iterator();
        if (!records.hasNext()) {
            return true; // its record went before; the batch is kept for its producer's epoch only
        }
        ControlRecordType type = ControlRecordType.parse(records.next().key());
        if (type == ControlRecordType.ABORT) {
            Open ended = openAborted.remove(batch.producerId());
            return ended == null || !ended.seen();
        }
        return type == ControlRecordType.COMMIT && !openCommitted.remove(batch.producerId());
    }
}
