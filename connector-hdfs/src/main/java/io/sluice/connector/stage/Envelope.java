/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.sink.StagedRecord;
import io.sluice.schema.SchemaProjection;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** What a record is wrapped in while it is staged: a plain Avro record, which any Avro tool reads. */
final class Envelope {

    private static final String VALUE = "value";

    private Envelope() {}

    static Schema schema(Schema value) {
        return Schema.createRecord(
                "StagedRecord",
                "A record between Kafka and its Parquet file",
                "io.sluice.staging",
                false,
                List.of(
                        field("offset", Schema.Type.LONG, "in the topic-partition"),
                        field("previous", Schema.Type.LONG, "offset of the record staged before this one, in any file"),
                        field("skipped", Schema.Type.LONG, "records between the two left out on purpose"),
                        field("timestamp", Schema.Type.LONG, "of the Kafka record, ms"),
                        field("partition", Schema.Type.STRING, "directory below the table root"),
                        new Schema.Field(VALUE, value, null, (Object) null)));
    }

    private static Schema.Field field(String name, Schema.Type type, String doc) {
        return new Schema.Field(name, Schema.create(type), doc, (Object) null);
    }

    /** Writes the fields in the order of {@link #schema}. */
    static final class Writer implements DatumWriter<StagedRecord> {

        private final GenericDatumWriter<GenericRecord> values = new GenericDatumWriter<>();

        @Override
        public void setSchema(Schema envelope) {
            values.setSchema(envelope.getField(VALUE).schema());
        }

        @Override
        public void write(StagedRecord record, Encoder out) throws IOException {
            out.writeLong(record.offset());
            out.writeLong(record.previous());
            out.writeLong(record.skipped());
            out.writeLong(record.timestampMs());
            out.writeString(record.outputPartition());
            values.write(record.value(), out);
        }
    }

    /** Reads the head of each record, and the value of those that are wanted, as {@code target} has it. */
    static final class Reader implements DatumReader<StagedEntry> {

        private final @Nullable Schema target;
        private final Predicate<String> wanted;
        private final Map<Utf8, String> partitions = new HashMap<>();
        private final Utf8 text = new Utf8();
        private @Nullable Schema written;
        private @Nullable GenericDatumReader<GenericRecord> values;
        private @Nullable SchemaProjection projection;

        private Reader(@Nullable Schema target, Predicate<String> wanted) {
            this.target = target;
            this.wanted = wanted;
        }

        /** No values. */
        static Reader ofHeads() {
            return new Reader(null, partition -> false);
        }

        /** The values of some output partitions, resolved to a schema. */
        static Reader ofValues(Predicate<String> wanted, Schema target) {
            return new Reader(target, wanted);
        }

        @Override
        public void setSchema(Schema envelope) {
            Schema value = envelope.getField(VALUE).schema();
            written = value;
            // Not Avro's own resolution: from bytes in memory, 1.12.2 refuses an array whose elements have grown.
            values = target == null ? null : new GenericDatumReader<>(value);
            projection = target == null ? null : SchemaProjection.between(value, target);
        }

        /**
         * Null if there is no record: when a file ends within the header of a block, Avro takes the block for one that is
         * there, and hands over what is left of the one before.
         */
        @Override
        public @Nullable StagedEntry read(@Nullable StagedEntry reuse, @Nullable Decoder in) throws IOException {
            if (in == null || ((BinaryDecoder) in).isEnd()) {
                return null;
            }
            long offset = in.readLong();
            long previous = in.readLong();
            long skipped = in.readLong();
            long timestampMs = in.readLong();
            String partition = partition(in.readString(text));
            GenericRecord value = null;
            if (values != null && projection != null && wanted.test(partition)) {
                value = projection.apply(values.read(null, in));
            } else {
                GenericDatumReader.skip(written, in);
            }
            return new StagedEntry(offset, previous, skipped, timestampMs, partition, value);
        }

        /** There are few partitions and many records: one string each. */
        private String partition(Utf8 name) {
            String known = partitions.get(name);
            if (known == null) {
                known = name.toString();
                partitions.put(new Utf8(name), known);
            }
            return known;
        }
    }
}
