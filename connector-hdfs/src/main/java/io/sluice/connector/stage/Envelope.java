/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.sink.StagedRecord;
import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.schema.avro.AvroSkipper;
import io.sluice.schema.avro.EncodedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
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
        private String lastPartition = "";
        private Utf8 lastPartitionBytes = new Utf8("");
        /** Of the last record that came as bytes, and whether it equals ours. */
        private @Nullable Schema sent;

        private boolean sentAsOurs;

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
            out.writeString(bytes(record.outputPartition()));
            if (record.value() instanceof EncodedRecord encoded && isOurs(encoded.getSchema())) {
                encoded.writeTo(out);
            } else {
                values.write(record.value(), out);
            }
            return out.written();
        }

        private Utf8 bytes(String outputPartition) {
            if (!outputPartition.equals(lastPartition)) {
                lastPartition = outputPartition;
                lastPartitionBytes = new Utf8(outputPartition);
            }
            return lastPartitionBytes;
        }

        @SuppressWarnings("ReferenceEquality") // to compare whole schemas for each record would cost more than it saves
        private boolean isOurs(Schema schema) {
            if (schema != sent) {
                sent = schema;
                sentAsOurs = schema.equals(values.schema());
            }
            return sentAsOurs;
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
            // As they lie there, unless the table has grown since.
            Rewriter rewriter = target == null || target.equals(written) ? null : new Rewriter(written, target);
            return new Reader(wanted, rewriter, AvroSkipper.of(written));
        }
    }

    /** Brings values to another schema. Not thread-safe. */
    private static final class Rewriter {

        private final AvroResolver resolver;
        private final AvroEncoder encoder;
        private final AvroOutput out = new AvroOutput();

        Rewriter(Schema written, Schema target) {
            this.resolver = AvroResolver.between(written, target);
            this.encoder = AvroEncoder.of(target);
        }

        RecordBytes rewrite(AvroInput in) {
            out.clear();
            encoder.write(resolver.read(in), out);
            return RecordBytes.of(out.written());
        }
    }

    /** Reads the records of one file. Not thread-safe. */
    static final class Reader {

        private final Predicate<String> wanted;
        private final @Nullable Rewriter rewriter;
        private final AvroSkipper skipper;
        private final Map<Utf8, String> partitions = new HashMap<>();
        private byte[] lastPartition = {};
        private String lastPartitionName = "";

        private Reader(Predicate<String> wanted, @Nullable Rewriter rewriter, AvroSkipper skipper) {
            this.wanted = wanted;
            this.rewriter = rewriter;
            this.skipper = skipper;
        }

        /** @throws io.sluice.schema.avro.UnreadableValueException if the bytes are no such record */
        StagedEntry read(AvroInput in) {
            long offset = in.readLong();
            long previous = in.readLong();
            long skipped = in.readLong();
            long timestampMs = in.readLong();
            String partition = partition(in);
            RecordBytes value = null;
            if (!wanted.test(partition)) {
                skipper.skip(in);
            } else if (rewriter != null) {
                value = rewriter.rewrite(in);
            } else {
                int from = in.position();
                skipper.skip(in);
                value = new RecordBytes(in.array(), from, in.position() - from);
            }
            return new StagedEntry(offset, previous, skipped, timestampMs, partition, value);
        }

        /** There are few partitions and many records: one string each, and mostly that of the record before. */
        private String partition(AvroInput in) {
            int length = in.readLength();
            int from = in.position();
            in.skip(length);
            if (!Arrays.equals(in.array(), from, from + length, lastPartition, 0, lastPartition.length)) {
                lastPartition = Arrays.copyOfRange(in.array(), from, from + length);
                lastPartitionName = partitions.computeIfAbsent(new Utf8(lastPartition), Utf8::toString);
            }
            return lastPartitionName;
        }
    }
}
