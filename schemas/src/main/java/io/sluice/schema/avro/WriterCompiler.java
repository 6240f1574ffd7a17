/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.avro.AvroEncoder.RecordWriter;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.NullUnmarked;

/** Makes the writer of each type of a schema. What is null where nothing may be throws, and is named by the record. */
@NullUnmarked
final class WriterCompiler {

    private final Map<String, RecordWriter> records = new HashMap<>();

    ValueWriter of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (value, out) -> {};
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
            case INT -> (value, out) -> out.writeLong(((Number) value).intValue());
            case LONG -> (value, out) -> out.writeLong(((Number) value).longValue());
            case FLOAT -> (value, out) -> out.writeFloat(((Number) value).floatValue());
            case DOUBLE -> (value, out) -> out.writeDouble(((Number) value).doubleValue());
            case STRING -> (value, out) -> out.writeString((CharSequence) value);
            case BYTES -> (value, out) -> out.writeBytes((ByteBuffer) value);
            case FIXED -> {
                int size = schema.getFixedSize();
                yield (value, out) -> out.writeFixed(((GenericFixed) value).bytes(), size);
            }
            case ENUM -> (value, out) -> out.writeLong(schema.getEnumOrdinal(value.toString()));
            case ARRAY -> elements(of(schema.getElementType()));
            case MAP -> entries(of(schema.getValueType()));
            case UNION -> branches(schema);
            case RECORD -> fields(schema);
        };
    }

    private static ValueWriter elements(ValueWriter element) {
        return (value, out) -> {
            Collection<?> items = (Collection<?>) value;
            if (!items.isEmpty()) {
                out.writeLong(items.size());
                for (Object item : items) {
                    element.write(item, out);
                }
            }
            out.writeLong(0);
        };
    }

    private static ValueWriter entries(ValueWriter entry) {
        return (value, out) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            if (!map.isEmpty()) {
                out.writeLong(map.size());
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    out.writeString((CharSequence) each.getKey());
                    entry.write(each.getValue(), out);
                }
            }
            out.writeLong(0);
        };
    }

    private ValueWriter branches(Schema union) {
        List<ValueWriter> branches = union.getTypes().stream().map(this::of).toList();
        int ofNull = union.isNullable() ? union.getIndexNamed("null") : -1;
        if (ofNull >= 0 && branches.size() == 2) {
            int other = 1 - ofNull;
            ValueWriter branch = branches.get(other);
            return (value, out) -> {
                out.writeLong(value == null ? ofNull : other);
                if (value != null) {
                    branch.write(value, out);
                }
            };
        }
        return (value, out) -> {
            int index = GenericData.get().resolveUnion(union, value);
            out.writeLong(index);
            branches.get(index).write(value, out);
        };
    }

    private ValueWriter fields(Schema record) {
        RecordWriter known = records.get(record.getFullName());
        if (known != null) {
            return known;
        }
        RecordWriter writer = new RecordWriter(record);
        records.put(record.getFullName(), writer);
        record.getFields().forEach(field -> writer.add(of(field.schema())));
        return writer;
    }
}
