/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.JsonFieldNames;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Turns one Connect schema into an Avro schema. Optional fields become unions with null; names of fields that Avro does
 * not allow, or that Hive could not tell apart, are escaped as {@link JsonFieldNames} has it, with the original in the
 * doc; a map whose keys are not texts becomes a list of key-value records, as AvroConverter has it. A default of a field
 * that is not optional is its default in Avro too.
 */
public final class ConnectSchemas {

    /** What Hive and Spark hold at most; Connect's Decimal knows its scale only. */
    private static final int MAX_PRECISION = 38;

    private static final String PRECISION = "connect.decimal.precision";

    private static final int MAX_DEPTH = 64;

    /** By full name: Avro defines a name once, and two structs of one name need two. */
    private final Map<String, List<Named>> named = new HashMap<>();

    private record Named(org.apache.kafka.connect.data.Schema source, Schema result) {}

    /**
     * The Avro schema of a struct that is never null.
     *
     * @param name for the record, if the schema has none
     * @throws BadValueException if it is nested too deeply, or has a decimal that no column can hold
     */
    public static Schema ofRow(org.apache.kafka.connect.data.Schema struct, String name) {
        return new ConnectSchemas().record(struct, name, 0);
    }

    private Schema of(org.apache.kafka.connect.data.Schema schema, String name, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadValueException("the schema is nested more than " + MAX_DEPTH + " deep, at '" + name + "'");
        }
        Schema type = required(schema, name, depth);
        return schema.isOptional() ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type;
    }

    private Schema required(org.apache.kafka.connect.data.Schema schema, String name, int depth) {
        Schema logical = logical(schema, name);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> Schema.create(Schema.Type.INT);
            case INT64 -> Schema.create(Schema.Type.LONG);
            case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
            case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case ARRAY -> Schema.createArray(of(schema.valueSchema(), name + "_item", depth + 1));
            case MAP -> map(schema, name, depth);
            case STRUCT -> record(schema, name, depth);
        };
    }

    private static @Nullable Schema logical(org.apache.kafka.connect.data.Schema schema, String name) {
        if (schema.name() == null) {
            return null;
        }
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> decimal(schema, name);
            case Date.LOGICAL_NAME -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case Time.LOGICAL_NAME -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case Timestamp.LOGICAL_NAME -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            default -> null;
        };
    }

    private static Schema decimal(org.apache.kafka.connect.data.Schema schema, String name) {
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        try {
            int scale = Integer.parseInt(parameters.getOrDefault(Decimal.SCALE_FIELD, "none"));
            int precision = Integer.parseInt(parameters.getOrDefault(PRECISION, "" + MAX_PRECISION));
            return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
        } catch (IllegalArgumentException e) {
            throw new BadValueException(
                    Outcome.BAD_SCHEMA,
                    "field '" + name + "': expected a decimal with a scale from 0 to its precision of " + MAX_PRECISION
                            + " digits or fewer, found the parameters " + parameters,
                    e);
        }
    }

    private Schema map(org.apache.kafka.connect.data.Schema schema, String name, int depth) {
        Schema value = of(schema.valueSchema(), name + "_value", depth + 1);
        if (hasTextKeys(schema)) {
            return Schema.createMap(value);
        }
        Schema entry = Schema.createRecord(AvroNames.legal(name + "_entry"), null, null, false);
        entry.setFields(List.of(
                new Schema.Field("key", of(schema.keySchema(), name + "_key", depth + 1)),
                new Schema.Field("value", value)));
        return Schema.createArray(entry);
    }

    static boolean hasTextKeys(org.apache.kafka.connect.data.Schema map) {
        return map.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING
                && !map.keySchema().isOptional();
    }

    private Schema record(org.apache.kafka.connect.data.Schema struct, String name, int depth) {
        String fullName = struct.name() == null ? AvroNames.legal(name) : legalFullName(struct.name());
        List<Named> sameName = named.computeIfAbsent(fullName, n -> new ArrayList<>());
        for (Named known : sameName) {
            if (known.source().equals(struct)) {
                return known.result();
            }
        }
        Schema record = Schema.createRecord(
                sameName.isEmpty() ? fullName : fullName + "_" + (sameName.size() + 1), struct.doc(), null, false);
        sameName.add(new Named(struct, record));
        List<Schema.Field> fields = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Field field : struct.fields()) {
            fields.add(field(field, JsonFieldNames.distinct(field.name(), taken), record.getName(), depth));
        }
        record.setFields(fields);
        return record;
    }

    private Schema.Field field(Field field, String legal, String parent, int depth) {
        Schema type = of(field.schema(), parent + "_" + legal, depth + 1);
        return new Schema.Field(legal, type, doc(field, legal), absent(field.schema(), type));
    }

    private static @Nullable String doc(Field field, String legal) {
        String doc = field.schema().doc();
        if (legal.equals(field.name())) {
            return doc;
        }
        return doc == null ? field.name() : field.name() + ": " + doc;
    }

    /** The default, as Avro's schemas are given one. */
    private static @Nullable Object absent(org.apache.kafka.connect.data.Schema schema, Schema type) {
        if (schema.isOptional()) {
            return Schema.Field.NULL_DEFAULT_VALUE;
        }
        Object value = schema.defaultValue();
        boolean isScalar = schema.type().isPrimitive();
        // JSON, in which schemas are written, has no NaN.
        boolean isNaN = value instanceof Number number
                && !(value instanceof BigDecimal)
                && !Double.isFinite(number.doubleValue());
        if (value == null || !isScalar || isNaN) {
            return null;
        }
        Object avro = ConnectValues.scalar(schema, type, value);
        if (avro instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return avro;
    }

    private static String legalFullName(String name) {
        return Stream.of(name.split("\\.")).map(AvroNames::legal).collect(Collectors.joining("."));
    }
}
