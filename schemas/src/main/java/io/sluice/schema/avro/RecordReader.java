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
    private Read[] reads = {};
    private Default[] defaults = {};

    /**
     * A field of the writer's.
     *
     * @param position in the reader's record; negative if it is passed over
     */
    record Read(String name, int position, ValueReader reader) {}

    /** A field that only the reader has. */
    record Default(int position, Supplier<@Nullable Object> value) {}

    RecordReader(Schema schema) {
        this.schema = schema;
    }

    /** To be called once: a recursive record refers to its own reader. */
    void fields(List<Read> read, List<Default> absent) {
        reads = read.toArray(Read[]::new);
        defaults = absent.toArray(Default[]::new);
    }

    @Override
    public GenericData.Record read(AvroInput in) {
        GenericData.Record record = new GenericData.Record(schema);
        in.enter();
        int i = 0;
        try {
            for (; i < reads.length; i++) {
                Read field = reads[i];
                Object value = field.reader.read(in);
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
