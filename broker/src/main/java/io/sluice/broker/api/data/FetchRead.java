/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * One pass over the partitions of a fetch, and what it found. Owns the records until they are taken with {@link
 * #partitions()} or let go with {@link #release()}.
 *
 * @param partitions of the targets, in their order
 * @param sizeInBytes of all records
 * @param hasError whether there is something to tell at once
 */
record FetchRead(List<PartitionData> partitions, long sizeInBytes, boolean hasError) {
    /** The codes that the Java consumer expects here; at any other it throws and takes its application along. */
    private static final Set<Errors> EXPECTED = EnumSet.of(
            Errors.NONE,
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.REPLICA_NOT_AVAILABLE,
            Errors.KAFKA_STORAGE_ERROR,
            Errors.FENCED_LEADER_EPOCH,
            Errors.OFFSET_NOT_AVAILABLE,
            Errors.UNKNOWN_TOPIC_OR_PARTITION,
            Errors.UNKNOWN_TOPIC_ID,
            Errors.INCONSISTENT_TOPIC_ID,
            Errors.OFFSET_OUT_OF_RANGE,
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.UNKNOWN_LEADER_EPOCH,
            Errors.UNKNOWN_SERVER_ERROR,
            Errors.CORRUPT_MESSAGE);

    /** Whether {@link #of} would not block. */
    static boolean isInMemory(List<FetchTarget> targets) {
        return targets.stream()
                .allMatch(target -> target.log() == null || target.log().isTail(target.offset()));
    }

    /** Reads the targets in turn until {@code maxBytes} are full; may block on the disk. */
    static FetchRead of(RequestContext context, List<FetchTarget> targets, int maxBytes, ReadIsolation isolation) {
        List<PartitionData> partitions = new ArrayList<>(targets.size());
        long size = 0;
        boolean hasError = false;
        try {
            for (FetchTarget target : targets) {
                // The first batch comes whole, however large, or its consumer would never get past it (KIP-74)
                PartitionData data = read(context, target, (int) (maxBytes - size), size == 0, isolation);
                partitions.add(data);
                size += data.records().sizeInBytes();
                hasError |= data.errorCode() != Errors.NONE.code();
            }
        } catch (Throwable e) {
            partitions.forEach(FetchRead::release);
            throw e;
        }
        return new FetchRead(partitions, size, hasError);
    }

    private static PartitionData read(
            RequestContext context, FetchTarget target, int room, boolean first, ReadIsolation isolation) {
        PartitionLog log = target.log();
        if (log == null) {
            return FetchResponse.partitionResponse(target.index(), target.error());
        }
        try {
            if ((room <= 0 && !first) || target.offset() == limit(log, isolation)) {
                return empty(target, log);
            }
            LogRead read = log.read(target.offset(), Math.min(target.maxBytes(), Math.max(room, 0)), first, isolation);
            return new PartitionData()
                    .setPartitionIndex(target.index())
                    .setHighWatermark(read.highWatermark())
                    .setLastStableOffset(read.lastStableOffset())
                    .setLogStartOffset(read.logStartOffset())
                    .setAbortedTransactions(
                            isolation == ReadIsolation.READ_COMMITTED ? read.abortedTransactions() : null)
                    .setRecords(read.records());
        } catch (RuntimeException e) {
            Errors error = Failures.code(context, e);
            return FetchResponse.partitionResponse(
                    target.index(), EXPECTED.contains(error) ? error : Errors.UNKNOWN_SERVER_ERROR);
        }
    }

    private static long limit(PartitionLog log, ReadIsolation isolation) {
        return isolation == ReadIsolation.READ_COMMITTED ? log.lastStableOffset() : log.highWatermark();
    }

    private static PartitionData empty(FetchTarget target, PartitionLog log) {
        // In this order: each bounds the one before it, and all only rise
        long logStart = log.logStartOffset();
        long stable = log.lastStableOffset();
        long high = log.highWatermark();
        return new PartitionData()
                .setPartitionIndex(target.index())
                .setHighWatermark(high)
                .setLastStableOffset(stable)
                .setLogStartOffset(logStart)
                .setAbortedTransactions(null)
                .setRecords(MemoryRecords.EMPTY);
    }

    void release() {
        partitions.forEach(FetchRead::release);
    }

    static void release(PartitionData partition) {
        if (partition.records() instanceof FetchedRecords records) {
            records.release();
        }
    }
}
