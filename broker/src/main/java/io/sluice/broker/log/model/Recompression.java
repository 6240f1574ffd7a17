/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.CloseableIterator;

/** Batches compressed as their topic wants it, whatever their producer did ({@code compression.type}). */
public final class Recompression {
    private Recompression() {}

    /** Whether {@link #apply} would change anything. Markers are left as they are. */
    public static boolean isNeeded(List<BatchInfo> batches, Compression wanted) {
        return batches.stream().anyMatch(batch -> !batch.isControl() && batch.codec() != wanted.type().id);
    }

    /**
     * Writes batches anew.
     *
     * @param records from position to limit, validated
     */
    public static ByteBuffer apply(ByteBuffer records, Compression wanted) {
        ByteBufferOutputStream out = new ByteBufferOutputStream(Math.max(512, records.remaining()));
        for (MutableRecordBatch batch :
                MemoryRecords.readableRecords(records.slice()).batches()) {
            if (batch.isControlBatch() || batch.compressionType() == wanted.type()) {
                batch.writeTo(out);
            } else {
                rewrite(batch, wanted, out);
            }
        }
        return out.buffer().flip();
    }

    private static void rewrite(MutableRecordBatch batch, Compression wanted, ByteBufferOutputStream out) {
        try (MemoryRecordsBuilder builder = new MemoryRecordsBuilder(
                        out,
                        RecordBatch.MAGIC_VALUE_V2,
                        wanted,
                        TimestampType.CREATE_TIME,
                        batch.baseOffset(),
                        RecordBatch.NO_TIMESTAMP,
                        batch.producerId(),
                        batch.producerEpoch(),
                        batch.baseSequence(),
                        batch.isTransactional(),
                        false,
                        batch.partitionLeaderEpoch(),
                        Integer.MAX_VALUE);
                CloseableIterator<Record> entries = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
            while (entries.hasNext()) {
                builder.append(entries.next());
            }
        } catch (ApiException e) {
            throw e;
        } catch (KafkaException e) {
            throw new CorruptRecordException("The record batch does not decompress: " + e.getMessage(), e);
        }
    }
}
