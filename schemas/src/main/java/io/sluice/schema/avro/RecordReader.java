/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record: the writer's fields in their order, each to where the reader has it, then the defaults.
 *
 * <p>What most fields are, a simple value that may be null, is told from one int: no call through an interface, and of the
 * readers of hundreds of versions that take turns more stay in the processor's caches.
 */
final class RecordReader implements ValueReader {

    /** The lowest bits of a field's int: the code of its simple reader, or that it has one of its own. */
    private static final int NOT_SIMPLE = 15;

    /** The next two bits: 0 if the value cannot be null, else one more than the branch that null is. */
    private static final int NULL_SHIFT = 4;
    /** The rest: the position in the reader's record, or -1. */
    private static final int POSITION_SHIFT = 6;

    private final Schema schema;
    private int[] fields = {};
    private ValueReader[] readers = {};
    private String[] names = {};
    private Default[] defaults = {};

    /**
     * A field of the writer's.
     *
     * @param position in the reader's record; -1 if it is passed over
     */
    record Read(String name, int position, ValueReader reader) {

        int packed() {
            int ofNull = reader instanceof NullableReader nullable ? nullable.ofNull() + 1 : 0;
            int simple = value() instanceof SimpleReader known ? known.code : NOT_SIMPLE;
            return (position << POSITION_SHIFT) | (ofNull << NULL_SHIFT) | simple;
        }

        /** The reader of what is not null. */
        ValueReader value() {
            return reader instanceof NullableReader nullable ? nullable.value() : reader;
        }
    }

    /** A field that only the reader has. */
    record Default(int position, Supplier<@Nullable Object> value) {}

    RecordReader(Schema schema) {
        this.schema = schema;
    }

    /** To be called once: a recursive record refers to its own reader. */
    void fields(List<Read> read, List<Default> absent) {
        fields = read.stream().mapToInt(Read::packed).toArray();
        readers = read.stream().map(Read::value).toArray(ValueReader[]::new);
        names = read.stream().map(Read::name).toArray(String[]::new);
        defaults = absent.toArray(Default[]::new);
    }

    @Override
    public GenericData.Record read(AvroInput in) {
        GenericData.Record record = new GenericData.Record(schema);
        in.enter();
        int i = 0;
        try {
            for (; i < fields.length; i++) {
                int field = fields[i];
                Object value = read(field, i, in);
                int position = field >> POSITION_SHIFT;
                if (position >= 0) {
                    record.put(position, value);
                }
            }
        } catch (UnreadableValueException e) {
            throw e.inField(names[i]);
        }
        for (Default field : defaults) {
            record.put(field.position, field.value.get());
        }
        in.leave();
        return record;
    }

    private @Nullable Object read(int field, int index, AvroInput in) {
        int ofNull = (field >> NULL_SHIFT) & 3;
        if (ofNull != 0 && NullableReader.takesNull(in, ofNull - 1)) {
            return null;
        }
        int simple = field & NOT_SIMPLE;
        return simple < SimpleReader.CODES ? SimpleReader.read(simple, in) : readers[index].read(in);
    }
}
