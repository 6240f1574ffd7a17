/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import org.apache.avro.generic.GenericRecord;

/**
 * A record as it lies in a staging file. Records of one topic-partition may lie in several files (one per schema of the table), each
 * of which may have lost its end in a crash; {@code previous} makes them one chain again, see {@link OffsetChain}.
 *
 * @param previous offset of the record that was staged before this one, whichever file it is in; {@link
 *     OffsetChain#NONE} if this is the first ever
 * @param skipped records between the two that were left out on purpose
 * @param timestampMs of the Kafka record
 * @param outputPartition directory below the table root
 */
public record StagedRecord(
        long offset, long previous, long skipped, long timestampMs, String outputPartition, GenericRecord value) {

    /** The same record under another schema. */
    public StagedRecord with(GenericRecord sameValue) {
        return sameValue == value
                ? this
                : new StagedRecord(offset, previous, skipped, timestampMs, outputPartition, sameValue);
    }
}
