/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * Kafka's rules for what may enter a log. The bytes are only read.
 *
 * <p>Uncompressed batches are walked record by record. Compressed ones are judged by their header and CRC, and are
 * decompressed only where the records themselves matter: a compacted topic needs keys, a bound on the age of records
 * needs each timestamp. So a client that lies in the header of a compressed batch about record count or largest
 * timestamp misleads its own consumers, and nobody else.
 */
public final class BatchValidator {
    private BatchValidator() {}

    /**
     * Checks everything that does not depend on what the log holds already.
     *
     * @param records from position to limit; nothing else is looked at
     * @return the batches in order, with offsets as the client wrote them and times as they must be written
     */
    public static List<BatchInfo> validate(ByteBuffer records, AppendOrigin origin, LogConfig config, long nowMs) {
        if (records.remaining() > config.segmentBytes()) {
            throw new RecordBatchTooLargeException("Message batch size is " + records.remaining()
                    + " bytes in append to partition, which exceeds the maximum configured segment size of "
                    + config.segmentBytes());
        }
        List<BatchInfo> batches = new ArrayList<>(1);
        int position = records.position();
        while (position < records.limit()) {
            BatchInfo batch = header(records, position, config);
            if (origin == AppendOrigin.CLIENT) {
                checkClient(batch, batches.size());
            }
            batches.add(checkRecords(records, position, batch, config, nowMs));
            position += batch.sizeInBytes();
        }
        if (batches.isEmpty()) {
            throw new InvalidRecordException("There is no record batch in the request");
        }
        return batches;
    }

    private static BatchInfo header(ByteBuffer records, int position, LogConfig config) {
        int remaining = records.limit() - position;
        if (remaining < BatchLayout.RECORDS) {
            throw new CorruptRecordException("Found " + remaining + " bytes where a record batch of at least "
                    + BatchLayout.RECORDS + " bytes should be");
        }
        byte magic = records.get(position + BatchLayout.MAGIC);
        if (magic != RecordBatch.MAGIC_VALUE_V2) {
            throw new InvalidRecordException("Record batches of magic " + magic
                    + " are not supported: use a client that writes magic 2 (Kafka 0.11 or later)");
        }
        int length = records.getInt(position + BatchLayout.LENGTH);
        if (length < BatchLayout.RECORDS - BatchLayout.LOG_OVERHEAD || length > remaining - BatchLayout.LOG_OVERHEAD) {
            throw new CorruptRecordException(
                    "A record batch says it has " + length + " bytes, " + remaining + " are there");
        }
        int size = length + BatchLayout.LOG_OVERHEAD;
        if (size > config.maxMessageBytes()) {
            throw new RecordTooLargeException("The record batch size is " + size
                    + " bytes, which exceeds the maximum configured value of " + config.maxMessageBytes()
                    + " (max.message.bytes)");
        }
        if (!BatchLayout.hasValidCrc(records, position, size)) {
            throw new CorruptRecordException("Record batch is corrupt (its CRC does not match its " + size + " bytes)");
        }
        int count = records.getInt(position + BatchLayout.RECORDS_COUNT);
        int delta = records.getInt(position + BatchLayout.LAST_OFFSET_DELTA);
        if (count <= 0 || delta != count - 1) {
            throw new InvalidRecordException(
                    "Inconsistent batch: its last offset delta is " + delta + " but it has " + count + " records");
        }
        int codec = records.getShort(position + BatchLayout.ATTRIBUTES) & BatchLayout.COMPRESSION_MASK;
        if (codec > CompressionType.ZSTD.id) {
            throw new InvalidRecordException("Unknown compression codec " + codec);
        }
        return BatchInfo.read(records, position);
    }

    private static void checkClient(BatchInfo batch, int batchesBefore) {
        if (batchesBefore > 0) {
            throw new InvalidRecordException(
                    "Produce requests are only allowed to contain exactly one record batch per partition");
        }
        if (batch.isControl()) {
            throw new InvalidRecordException("Clients are not allowed to write control records");
        }
        if (batch.hasDeleteHorizon()) {
            throw new InvalidRecordException("Clients are not allowed to set a delete horizon");
        }
        if (batch.hasProducer() && batch.baseSequence() < 0) {
            throw new InvalidRecordException("Invalid sequence number " + batch.baseSequence()
                    + " in record batch with producerId " + batch.producerId());
        }
        if (batch.hasLogAppendTime()) {
            throw new InvalidTimestampException(
                    "Invalid timestamp type: producers must not set the timestamp type to LogAppendTime");
        }
    }

    private static BatchInfo checkRecords(
            ByteBuffer records, int position, BatchInfo batch, LogConfig config, long nowMs) {
        RecordFacts facts = new RecordFacts(config, nowMs);
        if (!batch.isCompressed()) {
            walk(records, position, batch, facts);
        } else if (config.compact() || config.timestampBeforeMaxMs() != Long.MAX_VALUE) {
            decompress(records, position, batch, facts);
        } else {
            facts.time(batch.maxTimestamp(), batch.lastOffsetDelta());
        }
        if (config.logAppendTime()) {
            return batch.withTime(nowMs, batch.lastOffset(), true);
        }
        return batch.withTime(facts.maxTimestamp, batch.baseOffset() + facts.deltaOfMaxTimestamp, false);
    }

    private static void walk(ByteBuffer records, int position, BatchInfo batch, RecordFacts facts) {
        long baseTimestamp = records.getLong(position + BatchLayout.BASE_TIMESTAMP);
        RecordCursor record = new RecordCursor(records, position + BatchLayout.RECORDS, position + batch.sizeInBytes());
        for (int i = 0; i <= batch.lastOffsetDelta(); i++) {
            record.next();
            facts.record(i, record.offsetDelta(), record.hasKey() || batch.isControl());
            facts.time(baseTimestamp + record.timestampDelta(), i);
        }
        if (!record.atEnd()) {
            throw new InvalidRecordException("Malformed record batch: bytes follow its last record");
        }
    }

    private static void decompress(ByteBuffer records, int position, BatchInfo batch, RecordFacts facts) {
        MutableRecordBatch decoded = MemoryRecords.readableRecords(records.slice(position, batch.sizeInBytes()))
                .batchIterator()
                .next();
        try (CloseableIterator<Record> iterator = decoded.streamingIterator(BufferSupplier.NO_CACHING)) {
            int i = 0;
            while (iterator.hasNext()) {
                Record record = iterator.next();
                facts.record(i, (int) (record.offset() - batch.baseOffset()), record.hasKey());
                facts.time(record.timestamp(), i++);
            }
            if (i != batch.lastOffsetDelta() + 1) {
                throw new InvalidRecordException("Inconsistent batch: its header counts "
                        + (batch.lastOffsetDelta() + 1) + " records, there are " + i);
            }
        } catch (ApiException e) {
            throw e;
        } catch (KafkaException e) {
            throw new CorruptRecordException("The record batch does not decompress: " + e.getMessage(), e);
        }
    }

    /** What the records of one batch add up to, and the rules each of them must keep. */
    private static final class RecordFacts {
        private final LogConfig config;
        private final long oldestMs;
        private final long newestMs;
        private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
        private int deltaOfMaxTimestamp;

        private RecordFacts(LogConfig config, long nowMs) {
            this.config = config;
            // a bound of Long.MAX_VALUE means none: saturate instead of overflowing
            this.oldestMs = config.timestampBeforeMaxMs() > nowMs ? 0 : nowMs - config.timestampBeforeMaxMs();
            this.newestMs = config.timestampAfterMaxMs() > Long.MAX_VALUE - nowMs
                    ? Long.MAX_VALUE
                    : nowMs + config.timestampAfterMaxMs();
        }

        private void record(int index, int offsetDelta, boolean hasKey) {
            if (offsetDelta != index) {
                throw new InvalidRecordException("Record " + index + " of the batch has offset delta " + offsetDelta
                        + ": they must count up from 0");
            }
            if (config.compact() && !hasKey) {
                throw new InvalidRecordException(
                        "Compacted topic cannot accept message without key (record " + index + " of the batch)");
            }
        }

        private void time(long timestamp, int index) {
            if (!config.logAppendTime()
                    && timestamp != RecordBatch.NO_TIMESTAMP
                    && (timestamp < oldestMs || timestamp > newestMs)) {
                throw new InvalidTimestampException("Timestamp " + timestamp + " of record " + index
                        + " of the batch is out of range. The timestamp should be within [" + oldestMs + ", "
                        + newestMs + "]");
            }
            if (timestamp > maxTimestamp) {
                maxTimestamp = timestamp;
                deltaOfMaxTimestamp = index;
            }
        }
    }
}
