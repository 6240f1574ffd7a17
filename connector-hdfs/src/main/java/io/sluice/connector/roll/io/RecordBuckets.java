/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.stage.RecordBytes;
import io.sluice.schema.avro.AvroInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records sorted by output partition, in memory, as Avro bytes: a tenth of what they are as objects. When they are more
 * than the budget the fullest bucket is given up, and its partition is left to another pass. Not thread-safe.
 */
final class RecordBuckets {

    /** What a bucket costs beside its bytes. */
    private static final int OVERHEAD_BYTES = 200;

    private static final int FIRST_BYTES = 64;

    private final Map<String, Bucket> buckets = new TreeMap<>();
    private final Set<String> givenUp = new HashSet<>();
    private final long budgetBytes;
    private long bytes;

    /**
     * @param budgetBytes that all buckets may take
     */
    RecordBuckets(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    @FunctionalInterface
    interface Sink {
        /** Takes the next record of the input. */
        void accept(AvroInput in) throws IOException;
    }

    /** Adds a record, unless its output partition was given up. */
    void add(String outputPartition, RecordBytes record) {
        if (givenUp.contains(outputPartition)) {
            return;
        }
        Bucket bucket = buckets.get(outputPartition);
        if (bucket == null) {
            bucket = new Bucket();
            buckets.put(outputPartition, bucket);
            bytes += OVERHEAD_BYTES + outputPartition.length();
        }
        bytes += bucket.append(record);
        while (bytes > budgetBytes) {
            giveUpTheFullest();
        }
    }

    private void giveUpTheFullest() {
        Map.Entry<String, Bucket> fullest = null;
        for (Map.Entry<String, Bucket> each : buckets.entrySet()) {
            if (fullest == null || each.getValue().length > fullest.getValue().length) {
                fullest = each;
            }
        }
        if (fullest == null) {
            throw new IllegalStateException("empty buckets take " + bytes + " bytes");
        }
        String outputPartition = fullest.getKey();
        bytes -= fullest.getValue().data.length + OVERHEAD_BYTES + outputPartition.length();
        buckets.remove(outputPartition);
        givenUp.add(outputPartition);
    }

    /** Output partitions of which there was not room for all records: none of them is here. */
    Set<String> givenUp() {
        return givenUp;
    }

    /** Hands over the records of an output partition, in the order in which they came, and forgets them. */
    void drain(String outputPartition, Sink sink) throws IOException {
        Bucket bucket = buckets.remove(outputPartition);
        if (bucket == null) {
            throw new IllegalStateException("no record of " + outputPartition + " is here");
        }
        bytes -= bucket.data.length + OVERHEAD_BYTES + outputPartition.length();
        AvroInput in = AvroInput.ofMany(bucket.data, 0, bucket.length);
        while (in.remaining() > 0) {
            sink.accept(in);
        }
    }

    private static final class Bucket {

        private byte[] data = new byte[0];
        private int length;

        /** Returns the bytes by which it has grown in memory. */
        int append(RecordBytes record) {
            int before = data.length;
            int needed = Math.addExact(length, record.length());
            if (needed > data.length) {
                data = Arrays.copyOf(data, Math.max(needed, Math.max(FIRST_BYTES, data.length + data.length / 2)));
            }
            record.copyTo(data, length);
            length = needed;
            return data.length - before;
        }
    }
}
