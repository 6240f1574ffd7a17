/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.schema.resolution.PromotedDatum;
import io.sluice.schema.resolution.Resolution;
import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.OfArray;
import io.sluice.schema.resolution.Resolution.OfMap;
import io.sluice.schema.resolution.Resolution.OfRecord;
import io.sluice.schema.resolution.Resolution.OfUnion;
import io.sluice.schema.resolution.Resolution.Promoted;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Builds, once per Connect schema, the function that turns its values into Avro's. */
public final class ConnectValues {

    private ConnectValues() {}

    /** Turns a value that is not null into Avro's. */
    interface Conversion {
        Object apply(Object value);
    }

    /** Turns structs into records. */
    public interface ToRecord {
        GenericRecord apply(Struct struct);
    }

    /** The function for structs of a schema, of which {@link ConnectSchemas#ofRow} made the record's. */
    public static ToRecord ofRow(org.apache.kafka.connect.data.Schema struct, Schema record) {
        return ofRow(struct, record, record, new SharedFields());
    }

    /**
     * As {@link #ofRow(org.apache.kafka.connect.data.Schema, Schema)}, straight to the rows of a table.
     *
     * @param own what {@link ConnectSchemas#ofRow} made of the struct's schema
     * @param rows reads what is of {@code own}: itself, or one that it was merged into
     * @param shared with other versions of the struct
     */
    static ToRecord ofRow(org.apache.kafka.connect.data.Schema struct, Schema own, Schema rows, SharedFields shared) {
        StructFields cells = StructFields.of(struct, as(OfRecord.class, Resolution.of(own, rows)), shared);
        return value -> {
            try {
                return cells.convert(value);
            } catch (ConnectFault e) {
                throw e.asBadValue();
            }
        };
    }

    /** What is merged resolves: the type that a place has in both schemas is known. */
    static <R extends Resolution> R as(Class<R> kind, @Nullable Resolution resolution) {
        if (kind.isInstance(resolution)) {
            return kind.cast(resolution);
        }
        throw new IllegalStateException("rows of a schema that does not read the struct's: " + resolution);
    }

    /** What one value is of, in Connect and in Avro. */
    record Cell(String name, org.apache.kafka.connect.data.Schema schema, Conversion conversion) {

        static Cell of(String name, org.apache.kafka.connect.data.Schema schema, Resolution resolution) {
            // An optional value is of a union of null and its type.
            Resolution ofValue =
                    resolution instanceof OfUnion union ? union.branches().get(1) : resolution;
            return new Cell(name, schema, ConnectValues.conversion(schema, ofValue));
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
        return conversion(schema, Resolution.of(target, target)).apply(value);
    }

    private static Conversion conversion(org.apache.kafka.connect.data.Schema schema, Resolution resolution) {
        Conversion conversion = unpromoted(schema, resolution);
        if (resolution instanceof Promoted promoted) {
            UnaryOperator<Object> wider = PromotedDatum.of(promoted);
            return value -> wider.apply(conversion.apply(value));
        }
        return conversion;
    }

    private static Conversion unpromoted(org.apache.kafka.connect.data.Schema schema, Resolution resolution) {
        Conversion logical = schema.name() == null ? null : logical(schema, schema.name(), resolution.writer());
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8, INT16 -> value -> ((Number) value).intValue();
            case BYTES -> value -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (ByteBuffer) value;
            case ARRAY -> list(schema, as(OfArray.class, resolution));
            case MAP ->
                ConnectSchemas.hasTextKeys(schema)
                        ? map(schema, as(OfMap.class, resolution))
                        : entries(schema, as(OfArray.class, resolution));
            case STRUCT -> {
                StructFields cells = StructFields.of(schema, as(OfRecord.class, resolution), new SharedFields());
                yield value -> cells.convert((Struct) value);
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

    private static Conversion list(org.apache.kafka.connect.data.Schema schema, OfArray resolution) {
        Cell item = Cell.of("[]", schema.valueSchema(), resolution.element());
        Schema target = resolution.reader();
        return value -> {
            Collection<?> items = (Collection<?>) value;
            List<@Nullable Object> list = new GenericData.Array<>(items.size(), target);
            for (Object each : items) {
                list.add(item.convert(each));
            }
            return list;
        };
    }

    private static Conversion map(org.apache.kafka.connect.data.Schema schema, OfMap resolution) {
        Cell item = Cell.of("{}", schema.valueSchema(), resolution.value());
        return value -> {
            Map<String, @Nullable Object> map = new HashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, item.convert(each)));
            return map;
        };
    }

    private static Conversion entries(org.apache.kafka.connect.data.Schema schema, OfArray resolution) {
        OfRecord pair = as(OfRecord.class, resolution.element());
        FieldMatch ofKey = written(pair, 0);
        FieldMatch ofValue = written(pair, 1);
        Cell keys = Cell.of("key", schema.keySchema(), Objects.requireNonNull(ofKey.resolution()));
        Cell values = Cell.of("value", schema.valueSchema(), Objects.requireNonNull(ofValue.resolution()));
        return value -> {
            List<GenericRecord> list = new ArrayList<>();
            ((Map<?, ?>) value).forEach((key, each) -> {
                GenericRecord entry = new GenericData.Record(pair.reader());
                entry.put(ofKey.field().pos(), keys.convert(key));
                entry.put(ofValue.field().pos(), values.convert(each));
                list.add(entry);
            });
            return list;
        };
    }

    private static FieldMatch written(OfRecord pair, int position) {
        return pair.fields().stream()
                .filter(match -> match.written() != null && match.written().pos() == position)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("entries without a part: " + pair.reader()));
    }
}
