/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

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
    private final Schema schema;
    private final long budgetBytes;
    private final GenericDatumWriter<GenericRecord> writer;
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(encoded, null);
    private long bytes;

    /**
     * @param schema of all the records
     * @param budgetBytes that all buckets may take
     */
    RecordBuckets(Schema schema, long budgetBytes) {
        this.schema = schema;
        this.budgetBytes = budgetBytes;
        this.writer = new GenericDatumWriter<>(schema);
    }

    @FunctionalInterface
    interface Sink {
        void accept(GenericRecord record) throws IOException;
    }

    /** Adds a record, unless its output partition was given up. */
    void add(String outputPartition, GenericRecord record) throws IOException {
        if (givenUp.contains(outputPartition)) {
            return;
        }
        encoded.reset();
        writer.write(record, encoder);
        encoder.flush();
        Bucket bucket = buckets.get(outputPartition);
        if (bucket == null) {
            bucket = new Bucket();
            buckets.put(outputPartition, bucket);
            bytes += OVERHEAD_BYTES + outputPartition.length();
        }
        bytes += bucket.append(encoded.toByteArray());
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
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bucket.data, 0, bucket.length, null);
        while (!decoder.isEnd()) {
            sink.accept(reader.read(null, decoder));
        }
    }

    private static final class Bucket {

        private byte[] data = new byte[0];
        private int length;

        /** Returns the bytes by which it has grown in memory. */
        int append(byte[] record) {
            int before = data.length;
            int needed = Math.addExact(length, record.length);
            if (needed > data.length) {
                data = Arrays.copyOf(data, Math.max(needed, Math.max(FIRST_BYTES, data.length + data.length / 2)));
            }
            System.arraycopy(record, 0, data, length, record.length);
            length = needed;
            return data.length - before;
        }
    }
}
