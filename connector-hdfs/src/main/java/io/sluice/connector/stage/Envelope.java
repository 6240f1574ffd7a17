/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.sink.StagedRecord;
import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.schema.avro.AvroSkipper;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
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

    /** Writes the fields in the order of {@link #schema}. Not thread-safe. */
    static final class Writer {

        private final AvroEncoder values;
        private final AvroOutput out = new AvroOutput();

        Writer(Schema value) {
            this.values = AvroEncoder.of(value);
        }

        /** The record's bytes; valid until the next ones are asked for. */
        ByteBuffer bytes(StagedRecord record) {
            out.clear();
            out.writeLong(record.offset());
            out.writeLong(record.previous());
            out.writeLong(record.skipped());
            out.writeLong(record.timestampMs());
            out.writeString(record.outputPartition());
            values.write(record.value(), out);
            return out.written();
        }
    }

    /** What of the records is read: their heads, and the values of those that are wanted, resolved to a schema. */
    static final class Selection {

        private final @Nullable Schema target;
        private final Predicate<String> wanted;

        private Selection(@Nullable Schema target, Predicate<String> wanted) {
            this.target = target;
            this.wanted = wanted;
        }

        /** No values. */
        static Selection ofHeads() {
            return new Selection(null, partition -> false);
        }

        /** The values of some output partitions. */
        static Selection ofValues(Predicate<String> wanted, Schema target) {
            return new Selection(target, wanted);
        }

        Reader reader(Schema envelope) {
            Schema written = envelope.getField(VALUE).schema();
            return new Reader(
                    wanted, target == null ? null : AvroResolver.between(written, target), AvroSkipper.of(written));
        }
    }

    /** Reads the records of one file. Not thread-safe. */
    static final class Reader {

        private final Predicate<String> wanted;
        private final @Nullable AvroResolver values;
        private final AvroSkipper skipper;
        private final Map<Utf8, String> partitions = new HashMap<>();

        private Reader(Predicate<String> wanted, @Nullable AvroResolver values, AvroSkipper skipper) {
            this.wanted = wanted;
            this.values = values;
            this.skipper = skipper;
        }

        /** @throws io.sluice.schema.avro.UnreadableValueException if the bytes are no such record */
        StagedEntry read(AvroInput in) {
            long offset = in.readLong();
            long previous = in.readLong();
            long skipped = in.readLong();
            long timestampMs = in.readLong();
            String partition = partition(in.readString());
            GenericRecord value = null;
            if (values != null && wanted.test(partition)) {
                value = values.read(in);
            } else {
                skipper.skip(in);
            }
            return new StagedEntry(offset, previous, skipped, timestampMs, partition, value);
        }

        /** There are few partitions and many records: one string each. */
        private String partition(Utf8 name) {
            String known = partitions.get(name);
            if (known == null) {
                known = name.toString();
                partitions.put(name, known);
            }
            return known;
        }
    }
}
