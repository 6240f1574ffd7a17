/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.resolution.Resolution.OfEnum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes readers that pass over a value: of the writer's fields that the reader has no place for. */
final class Skips {

    private final Map<String, ValueReader> records = new HashMap<>();
    private final boolean checking;

    /** @param checking whether to look at all that a reader would look at, rather than to jump where that is possible */
    Skips(boolean checking) {
        this.checking = checking;
    }

    ValueReader of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> SimpleReader.NULL;
            case BOOLEAN -> SimpleReader.BOOLEAN;
            case INT -> checking ? Skips::readInt : Skips::readLong;
            case LONG -> Skips::readLong;
            case FLOAT -> bytes(Float.BYTES);
            case DOUBLE -> bytes(Double.BYTES);
            case FIXED -> bytes(schema.getFixedSize());
            case STRING, BYTES ->
                in -> {
                    in.skipLengthAndBytes();
                    return null;
                };
            case ENUM -> new EnumReader(new OfEnum(schema, schema));
            case ARRAY -> blocks(MinimumBytes.of(schema.getElementType()), of(schema.getElementType()));
            case MAP -> {
                ValueReader value = of(schema.getValueType());
                yield blocks(1 + MinimumBytes.of(schema.getValueType()), in -> {
                    in.skipLengthAndBytes();
                    return value.read(in);
                });
            }
            case UNION ->
                new UnionReader(schema.getTypes().stream().map(this::of).toList());
            case RECORD -> record(schema);
        };
    }

    private static @Nullable Object readInt(AvroInput in) {
        in.readInt();
        return null;
    }

    private static @Nullable Object readLong(AvroInput in) {
        in.readLong();
        return null;
    }

    private static ValueReader bytes(int count) {
        return in -> {
            in.skip(count);
            return null;
        };
    }

    private ValueReader blocks(int itemBytes, ValueReader item) {
        if (checking) {
            return in -> {
                for (int count = in.readBlock(itemBytes); count > 0; count = in.readBlock(itemBytes)) {
                    for (int i = 0; i < count; i++) {
                        item.read(in);
                    }
                }
                return null;
            };
        }
        return in -> {
            for (int count = in.skipBlocks(itemBytes); count > 0; count = in.skipBlocks(itemBytes)) {
                for (int i = 0; i < count; i++) {
                    item.read(in);
                }
            }
            return null;
        };
    }

    private ValueReader record(Schema schema) {
        ValueReader known = records.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        List<ValueReader> fields = new ArrayList<>();
        List<Schema.Field> names = schema.getFields();
        ValueReader skip = in -> {
            in.enter();
            int i = 0;
            try {
                for (; i < fields.size(); i++) {
                    fields.get(i).read(in);
                }
            } catch (UnreadableValueException e) {
                throw e.inField(names.get(i).name());
            }
            in.leave();
            return null;
        };
        records.put(schema.getFullName(), skip);
        schema.getFields().forEach(field -> fields.add(of(field.schema())));
        return skip;
    }
}
