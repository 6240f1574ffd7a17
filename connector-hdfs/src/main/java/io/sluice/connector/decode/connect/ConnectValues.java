/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

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
        return value -> {
            try {
                return convert(value, record, cells);
            } catch (ConnectFault e) {
                throw e.asBadValue();
            }
        };
    }

    /** What one value is of, in Connect and in Avro. */
    private record Cell(String name, org.apache.kafka.connect.data.Schema schema, Conversion conversion) {

        static Cell of(String name, org.apache.kafka.connect.data.Schema schema, Schema target) {
            return new Cell(name, schema, ConnectValues.conversion(schema, nonNull(target)));
        }

        @Nullable Object convert(@Nullable Object value) {
            if (value == null) {
                if (schema.isOptional()) {
                    return null;
                }
                throw new ConnectFault(name, describe(schema), null);
            }
            try {
                return conversion.apply(value);
            } catch (ConnectFault e) {
                throw e.in(name);
            } catch (ClassCastException | DataException e) {
                throw new ConnectFault(name, describe(schema), value);
            }
        }

        private static String describe(org.apache.kafka.connect.data.Schema schema) {
            return schema.name() == null
                    ? schema.type().getName()
                    : schema.name() + " (" + schema.type().getName() + ")";
        }
    }

    /** The value of a field that is no struct, array or map. */
    static Object scalar(org.apache.kafka.connect.data.Schema schema, Schema target, Object value) {
        return conversion(schema, target).apply(value);
    }

    private static List<Cell> cells(org.apache.kafka.connect.data.Schema struct, Schema record) {
        List<Cell> cells = new ArrayList<>();
        for (Field field : struct.fields()) {
            Schema target = record.getFields().get(field.index()).schema();
            cells.add(Cell.of(field.name(), field.schema(), target));
        }
        return cells;
    }

    private static GenericRecord convert(Struct struct, Schema schema, List<Cell> cells) {
        GenericRecord record = new GenericData.Record(schema);
        List<Field> fields = struct.schema().fields();
        for (int i = 0; i < cells.size(); i++) {
            record.put(i, cells.get(i).convert(struct.get(fields.get(i))));
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
            case ARRAY -> list(Cell.of("[]", schema.valueSchema(), target.getElementType()), target);
            case MAP -> ConnectSchemas.hasTextKeys(schema) ? map(schema, target) : entries(schema, target);
            case STRUCT -> {
                List<Cell> cells = cells(schema, target);
                yield value -> convert((Struct) value, target, cells);
            }
            default -> value -> value;
        };
    }

    private static @Nullable Conversion logical(
            org.apache.kafka.connect.data.Schema schema, String name, Schema target) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> decimal(schema, (LogicalTypes.Decimal) target.getLogicalType());
            case Date.LOGICAL_NAME -> value -> Date.fromLogical(schema, (java.util.Date) value);
            case Time.LOGICAL_NAME -> value -> Time.fromLogical(schema, (java.util.Date) value);
            case Timestamp.LOGICAL_NAME -> value -> Timestamp.fromLogical(schema, (java.util.Date) value);
            default -> null;
        };
    }

    private static Conversion decimal(org.apache.kafka.connect.data.Schema schema, LogicalTypes.Decimal type) {
        return value -> {
            BigDecimal number = (BigDecimal) value;
            boolean padded = number.scale() < type.getScale()
                    && (long) number.precision() + type.getScale() - number.scale() <= type.getPrecision();
            BigDecimal scaled = padded ? number.setScale(type.getScale()) : number;
            if (scaled.precision() > type.getPrecision()) {
                throw new DataException("more than " + type.getPrecision() + " digits");
            }
            return ByteBuffer.wrap(Decimal.fromLogical(schema, scaled));
        };
    }

    private static Conversion list(Cell item, Schema target) {
        return value -> {
            Collection<?> items = (Collection<?>) value;
            List<@Nullable Object> list = new GenericData.Array<>(items.size(), target);
            for (Object each : items) {
                list.add(item.convert(each));
            }
            return list;
        };
    }

    private static Conversion map(org.apache.kafka.connect.data.Schema schema, Schema target) {
        Cell item = Cell.of("{}", schema.valueSchema(), target.getValueType());
        return value -> {
            Map<String, @Nullable Object> map = new HashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, item.convert(each)));
            return map;
        };
    }

    private static Conversion entries(org.apache.kafka.connect.data.Schema schema, Schema target) {
        Schema entry = target.getElementType();
        Cell keys = Cell.of("key", schema.keySchema(), entry.getFields().get(0).schema());
        Cell values =
                Cell.of("value", schema.valueSchema(), entry.getFields().get(1).schema());
        return value -> {
            List<GenericRecord> list = new ArrayList<>();
            ((Map<?, ?>) value).forEach((key, each) -> {
                GenericRecord pair = new GenericData.Record(entry);
                pair.put(0, keys.convert(key));
                pair.put(1, values.convert(each));
                list.add(pair);
            });
            return list;
        };
    }

    private static Schema nonNull(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }
}
