/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records of one schema: what {@link org.apache.avro.generic.GenericDatumWriter} does, byte by byte, compiled once.
 * Takes what {@link AvroResolver} makes, and any other value in Avro's generic form.
 *
 * <p>Immutable and thread-safe.
 */
public final class AvroEncoder {

    private final Schema schema;
    private final ValueWriter compiled;

    private AvroEncoder(Schema schema, ValueWriter compiled) {
        this.schema = schema;
        this.compiled = compiled;
    }

    /** Compiles an encoder for a record. */
    public static AvroEncoder of(Schema schema) {
        return new AvroEncoder(schema, new WriterCompiler().of(schema));
    }

    public Schema schema() {
        return schema;
    }

    /**
     * Writes a record.
     *
     * @param record of this schema
     * @throws AvroRuntimeException if it is not: a required field without a value, or a value of another type
     */
    public void write(GenericRecord record, AvroOutput out) {
        compiled.write(record, out);
    }

    /** The fields of a record, in the order of its schema. */
    static final class RecordWriter implements ValueWriter {

        private final List<Schema.Field> fields;
        private final List<ValueWriter> writers = new ArrayList<>();

        RecordWriter(Schema schema) {
            this.fields = schema.getFields();
        }

        /** To be called for each field: a recursive record refers to its own writer. */
        void add(ValueWriter field) {
            writers.add(field);
        }

        @Override
        public void write(@Nullable Object value, AvroOutput out) {
            GenericRecord record = (GenericRecord) value;
            for (int i = 0; i < writers.size(); i++) {
                Object field = record == null ? null : record.get(i);
                try {
                    writers.get(i).write(field, out);
                } catch (ClassCastException | NullPointerException e) {
                    throw new AvroRuntimeException(
                            "field \"" + fields.get(i).name() + "\" is to be "
                                    + fields.get(i).schema() + ", and is "
                                    + (field == null
                                            ? "null"
                                            : "a " + field.getClass().getName()),
                            e);
                }
            }
        }
    }
}
