/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.connect.SharedFields.Target;
import io.sluice.schema.resolution.FieldDefault;
import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.OfRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns structs of one schema into records: each field to where the rows have it, then the defaults of the rest. */
final class StructFields {

    private final Schema rows;
    private final Target[] targets;
    private final Default[] defaults;

    /** A field that only the rows have. */
    private record Default(int position, Supplier<@Nullable Object> value) {}

    private StructFields(Schema rows, List<Target> targets, List<Default> defaults) {
        this.rows = rows;
        this.targets = targets.toArray(Target[]::new);
        this.defaults = defaults.toArray(Default[]::new);
    }

    /** @param shared with other versions of the struct */
    static StructFields of(org.apache.kafka.connect.data.Schema struct, OfRecord resolution, SharedFields shared) {
        List<Target> targets = new ArrayList<>();
        List<Default> defaults = new ArrayList<>();
        for (FieldMatch match : resolution.fields()) {
            int position = match.field().pos();
            if (match.written() != null && match.resolution() != null) {
                targets.add(shared.target(struct.fields().get(match.written().pos()), position, match.resolution()));
            } else {
                Supplier<@Nullable Object> value = FieldDefault.of(match.field());
                // Null is what a field is that nothing was put into.
                if (value.get() != null) {
                    defaults.add(new Default(position, value));
                }
            }
        }
        targets.sort(Comparator.comparingInt(target -> target.field().index()));
        return new StructFields(resolution.reader(), targets, defaults);
    }

    /** @throws ConnectFault if a value is not of its schema */
    GenericRecord convert(Struct struct) {
        GenericData.Record record = new GenericData.Record(rows);
        for (Target target : targets) {
            record.put(target.position(), target.cell().convert(struct.get(target.field())));
        }
        for (Default field : defaults) {
            record.put(field.position, field.value.get());
        }
        return record;
    }
}
