/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Reads a record: the writer's fields in their order, each to where the reader has it, then the defaults. */
final class RecordReader implements ValueReader {

    private final Schema schema;
    private FieldReader[] reads = {};
    private Default[] defaults = {};

    /**
     * A field of the writer's.
     *
     * @param position in the reader's record; negative if it is passed over
     */
    record Read(String name, int position, ValueReader reader) {}

    /** The same, with what most fields are, a simple value that may be null, told apart beforehand. */
    private static final class FieldReader {

        private static final int NEVER = -1;

        private final String name;
        private final int position;
        private final int ofNull;
        private final ValueReader value;
        private final @Nullable SimpleReader simple;

        FieldReader(Read read) {
            name = read.name;
            position = read.position;
            if (read.reader instanceof NullableReader nullable) {
                ofNull = nullable.ofNull();
                value = nullable.value();
            } else {
                ofNull = NEVER;
                value = read.reader;
            }
            simple = value instanceof SimpleReader known ? known : null;
        }

        @Nullable Object read(AvroInput in) {
            if (ofNull != NEVER && NullableReader.takesNull(in, ofNull)) {
                return null;
            }
            return simple != null ? simple.read(in) : value.read(in);
        }
    }

    /** A field that only the reader has. */
    record Default(int position, Supplier<@Nullable Object> value) {}

    RecordReader(Schema schema) {
        this.schema = schema;
    }

    /** To be called once: a recursive record refers to its own reader. */
    void fields(List<Read> read, List<Default> absent) {
        reads = read.stream().map(FieldReader::new).toArray(FieldReader[]::new);
        defaults = absent.toArray(Default[]::new);
    }

    @Override
    public GenericData.Record read(AvroInput in) {
        GenericData.Record record = new GenericData.Record(schema);
        in.enter();
        int i = 0;
        try {
            for (; i < reads.length; i++) {
                FieldReader field = reads[i];
                Object value = field.read(in);
                if (field.position >= 0) {
                    record.put(field.position, value);
                }
            }
        } catch (UnreadableValueException e) {
            throw e.inField(reads[i].name);
        }
        for (Default field : defaults) {
            record.put(field.position, field.value.get());
        }
        in.leave();
        return record;
    }
}
