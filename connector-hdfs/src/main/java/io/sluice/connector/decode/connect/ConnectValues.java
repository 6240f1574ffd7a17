/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.value.BadValueException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Builds, once per Connect schema, the function that turns its values into Avro's. */
public final class ConnectValues {

    private ConnectValues() {}

    /** Turns a value that is not null into Avro's. */
    private interface Conversion {
        Object apply(Object value);
    }

    /** Turns structs into records. */
    public interface ToRecord {
        GenericRecord apply(Struct struct);
    }

    /** The function for structs of a schema, of which {@link ConnectSchemas#ofRow} made the record's. */
    public static ToRecord ofRow(org.apache.kafka.connect.data.Schema struct, Schema record) {
        List<Cell> cells = cells(struct, record);
        return value -> convert(value, record, cells);
    }

    /** One field of a struct. */
    private record Cell(Field field, Conversion conversion) {

        @Nullable Object of(Struct struct) {
            Object value = struct.get(field);
            try {
                if (value == null && !field.schema().isOptional()) {
                    throw BadValueException.in(field.name(), describe(field.schema()), null);
                }
                return value == null ? null : conversion.apply(value);
            } catch (ClassCastException | DataException e) {
                throw BadValueException.in(field.name(), describe(field.schema()), value);
            }
        }

        private static String describe(org.apache.kafka.connect.data.Schema schema) {
            return schema.name() == null
                    ? schema.type().getName()
                    : schema.name() + " (" + schema.type().getName() + ")";
        }
    }

    private static List<Cell> cells(org.apache.kafka.connect.data.Schema struct, Schema record) {
        List<Cell> cells = new ArrayList<>();
        for (Field field : struct.fields()) {
            Schema target = record.getFields().get(field.index()).schema();
            cells.add(new Cell(field, conversion(field.schema(), nonNull(target))));
        }
        return cells;
    }

    private static GenericRecord convert(Struct struct, Schema schema, List<Cell> cells) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < cells.size(); i++) {
            record.put(i, cells.get(i).of(struct));
        }
        return record;
    }

    private static Conversion conversion(org.apache.kafka.connect.data.Schema schema, Schema target) {
        Conversion logical = schema.name() == null ? null : logical(schema, schema.name(), target);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8, INT16 -> value -> ((Number) value).intValue();
            case BYTES -> value -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (ByteBuffer) value;
            case ARRAY -> list(conversion(schema.valueSchema(), nonNull(target.getElementType())), target);
            case MAP -> ConnectSchemas.hasTextKeys(schema) ? map(schema, target) : entries(schema, target);
            case STRUCT -> {
                ToRecord nested = ofRow(schema, target);
                yield value -> nested.apply((Struct) value);
            }
            default -> value -> value;
        };
    }

    private static @Nullable Conversion logical(
            org.apache.kafka.connect.data.Schema schema, String name, Schema target) {
        return switch (name) {
            case Decimal.LOGICAL_NAME ->
                decimal(schema, ((LogicalTypes.Decimal) target.getLogicalType()).getPrecision());
            case Date.LOGICAL_NAME -> value -> Date.fromLogical(schema, (java.util.Date) value);
            case Time.LOGICAL_NAME -> value -> Time.fromLogical(schema, (java.util.Date) value);
            case Timestamp.LOGICAL_NAME -> value -> Timestamp.fromLogical(schema, (java.util.Date) value);
            default -> null;
        };
    }

    private static Conversion decimal(org.apache.kafka.connect.data.Schema schema, int precision) {
        return value -> {
            BigDecimal number = (BigDecimal) value;
            if (number.precision() > precision) {
                throw new DataException("more than " + precision + " digits");
            }
            return ByteBuffer.wrap(Decimal.fromLogical(schema, number));
        };
    }

    private static Conversion list(Conversion item, Schema target) {
        return value -> {
            Collection<?> items = (Collection<?>) value;
            List<@Nullable Object> list = new GenericData.Array<>(items.size(), target);
            for (Object each : items) {
                list.add(orNull(each, item));
            }
            return list;
        };
    }

    private static Conversion map(org.apache.kafka.connect.data.Schema schema, Schema target) {
        Conversion item = conversion(schema.valueSchema(), nonNull(target.getValueType()));
        return value -> {
            Map<String, @Nullable Object> map = new HashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, orNull(each, item)));
            return map;
        };
    }

    private static Conversion entries(org.apache.kafka.connect.data.Schema schema, Schema target) {
        Schema entry = target.getElementType();
        Conversion keys =
                conversion(schema.keySchema(), nonNull(entry.getFields().get(0).schema()));
        Conversion values = conversion(
                schema.valueSchema(), nonNull(entry.getFields().get(1).schema()));
        return value -> {
            List<GenericRecord> list = new ArrayList<>();
            ((Map<?, ?>) value).forEach((key, each) -> {
                GenericRecord pair = new GenericData.Record(entry);
                pair.put(0, orNull(key, keys));
                pair.put(1, orNull(each, values));
                list.add(pair);
            });
            return list;
        };
    }

    private static @Nullable Object orNull(@Nullable Object value, Conversion conversion) {
        return value == null ? null : conversion.apply(value);
    }

    private static Schema nonNull(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }
}
