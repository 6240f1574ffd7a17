/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one record of a control batch: its key is a version and a type, its value a version and the epoch of a
 * coordinator (KIP-98).
 */
final class ControlRecords {
    private ControlRecords() {}

    static BatchInfo.@Nullable Marker marker(ByteBuffer batches, int position) {
        int size = batches.getInt(position + BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD;
        if (batches.getInt(position + BatchLayout.RECORDS_COUNT) < 1) {
            return null;
        }
        RecordCursor record = new RecordCursor(batches, position + BatchLayout.RECORDS, position + size);
        record.next();
        if (record.keyLength() < 4) {
            return null;
        }
        short type = batches.getShort(record.keyPosition() + 2);
        if (type != ControlRecordType.ABORT.type() && type != ControlRecordType.COMMIT.type()) {
            return null;
        }
        return new BatchInfo.Marker(type == ControlRecordType.COMMIT.type(), coordinatorEpoch(batches, record));
    }

    private static int coordinatorEpoch(ByteBuffer batches, RecordCursor record) {
        return record.valueLength() < Short.BYTES + Integer.BYTES
                ? ProducerState.NO_COORDINATOR
                : batches.getInt(record.valuePosition() + Short.BYTES);
    }
}
