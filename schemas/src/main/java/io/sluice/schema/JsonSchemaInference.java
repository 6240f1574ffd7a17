/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.JsonType.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * An Avro schema for JSON objects, from samples.
 *
 * <ul>
 *   <li>Whole numbers within 64 bits are long, other numbers double; long and double give double. A whole number of
 *       which a double would lose digits is a value of no type: a conflict.
 *   <li>Every field is nullable with default null, and so are the elements of arrays: in JSON anything may be missing.
 *   <li>A member of which only null, {@code []} or {@code {}} has been seen gets no field yet: it has no type, and
 *       Parquet has no column for it.
 *   <li>A nested object is a record named after its member, in a namespace made of what leads to it.
 *   <li>Names that Avro does not allow, or that Hive could not tell apart: see {@link JsonFieldNames}; the field has the
 *       original one as its doc and as a property.
 *   <li>Values of two kinds in one field: as {@link OnConflict} says.
 * </ul>
 *
 * <p>Immutable and pure.
 */
public final class JsonSchemaInference {

    /** What becomes of a field whose values are of kinds that no type holds, such as a number and an object. */
    public enum OnConflict {
        /** {@link IncompatibleSchemaException}. */
        FAIL,
        /** The field is a string, and values that are none are kept as their JSON text. */
        STRING,
        /** The field has the type that came first; what becomes of other values is for who reads them to say. */
        FIRST
    }

    private final String recordName;
    private final OnConflict onConflict;

    /**
     * The inference for one table.
     *
     * @param recordName full name of the record; any text, what Avro does not allow is escaped
     */
    public JsonSchemaInference(String recordName, OnConflict onConflict) {
        this.recordName = JsonFieldNames.toAvro(recordName);
        this.onConflict = onConflict;
    }

    /**
     * The schema that holds all samples.
     *
     * @throws IncompatibleSchemaException if a sample is no object, no member of any has a type, or two conflict
     */
    public Schema infer(Iterable<? extends JsonNode> samples) {
        JsonType type = typeOf(samples, null);
        Schema record = toAvro(type, recordName, "");
        if (record == null) {
            throw new IncompatibleSchemaException(
                    "", "no columns", type.words(), "No member of the samples has a value to tell its type by.");
        }
        return record;
    }

    /**
     * The schema of a table after the samples are to go into it: {@code table} itself if they fit.
     *
     * <p>With {@link OnConflict#STRING} a value that does not fit a column of strings is taken as its JSON text. A column
     * of another type cannot become one of strings, so such a conflict always fails.
     *
     * @throws IncompatibleSchemaException as {@link #infer} and {@link SchemaEvolution#merge}
     */
    public Schema widen(Schema table, Iterable<? extends JsonNode> samples) {
        // All at once, so that a conflict among new fields is seen; then each, to find the columns that it lacks.
        Schema wider = widen(table, typeOf(samples, table));
        for (JsonNode sample : samples) {
            wider = widen(wider, object(sample, wider, ""));
        }
        return wider;
    }

    private Schema widen(Schema table, JsonType type) {
        Schema inferred = toAvro(type, table.getName(), namespace(table));
        return inferred == null ? table : SchemaEvolution.merge(table, inferred);
    }

    private JsonType typeOf(Iterable<? extends JsonNode> samples, @Nullable Schema table) {
        JsonType type = new JsonType.Members(Map.of(), table);
        for (JsonNode sample : samples) {
            if (!sample.isObject()) {
                throw new IncompatibleSchemaException(
                        "", "an object", typeOf(sample, null, "").words(), "Each value must be a JSON object: { … }.");
            }
            type = join(type, object(sample, table, ""), "");
        }
        return type;
    }

    private JsonType typeOf(JsonNode value, @Nullable Schema known, String path) {
        Schema column = known == null ? null : onlyType(known);
        if (column != null && !value.isNull()) {
            boolean asText = onConflict == OnConflict.STRING && column.getType() == Schema.Type.STRING;
            boolean stays = onConflict == OnConflict.FIRST && !JsonFit.canWiden(value, column);
            if (asText || stays || JsonFit.fits(value, column)) {
                return new JsonType.Fitting(column);
            }
        }
        return switch (value.getNodeType()) {
            case BOOLEAN -> Scalar.BOOLEAN;
            case NUMBER -> number(value, path);
            case STRING, BINARY -> Scalar.STRING;
            case ARRAY -> {
                Schema element =
                        column != null && column.getType() == Schema.Type.ARRAY ? column.getElementType() : null;
                JsonType type = JsonType.Unknown.UNKNOWN;
                for (JsonNode each : value) {
                    type = join(type, typeOf(each, element, path + "[]"), path + "[]");
                }
                yield new JsonType.Elements(type);
            }
            case OBJECT ->
                object(value, column != null && column.getType() == Schema.Type.RECORD ? column : null, path);
            default -> JsonType.Unknown.UNKNOWN;
        };
    }

    private JsonType number(JsonNode value, String path) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Scalar.LONG;
        } else if (JsonFit.isDouble(value)) {
            return Scalar.DOUBLE;
        }
        return switch (onConflict) {
            case STRING -> Scalar.STRING;
            case FIRST -> JsonType.Unknown.UNKNOWN;
            case FAIL ->
                throw new IncompatibleSchemaException(
                        path,
                        "long and double",
                        "the number " + value.asText(),
                        "Neither holds it exactly: declare the field as a decimal or a string.");
        };
    }

    private JsonType object(JsonNode value, @Nullable Schema column, String path) {
        Map<String, JsonType> members = new LinkedHashMap<>();
        value.properties().forEach(member -> {
            Field field = column == null ? null : JsonFieldNames.field(column, member.getKey());
            members.put(
                    member.getKey(),
                    typeOf(member.getValue(), field == null ? null : field.schema(), within(path, member.getKey())));
        });
        return new JsonType.Members(members, column);
    }

    private static @Nullable Schema onlyType(Schema schema) {
        List<Schema> branches = Nullability.branches(schema);
        return branches.size() == 1 ? branches.get(0) : null;
    }

    private JsonType join(JsonType one, JsonType other, String path) {
        if (one.equals(other) || other.equals(JsonType.Unknown.UNKNOWN)) {
            return one;
        } else if (one.equals(JsonType.Unknown.UNKNOWN)) {
            return other;
        } else if (one instanceof JsonType.Elements a && other instanceof JsonType.Elements b) {
            return new JsonType.Elements(join(a.element(), b.element(), path + "[]"));
        } else if (one instanceof JsonType.Members a && other instanceof JsonType.Members b) {
            Map<String, JsonType> members = new LinkedHashMap<>(a.members());
            b.members()
                    .forEach((name, type) ->
                            members.merge(name, type, (old, added) -> join(old, added, within(path, name))));
            return new JsonType.Members(members, a.column());
        } else if (isNumber(one) && isNumber(other)) {
            return Scalar.DOUBLE;
        } else if (one instanceof JsonType.Fitting) {
            return other; // does not fit, so it decides; whether the column can follow is for the merge to say
        } else if (other instanceof JsonType.Fitting) {
            return one;
        } else if (onConflict == OnConflict.STRING) {
            return Scalar.STRING;
        } else if (onConflict == OnConflict.FIRST) {
            return one;
        }
        throw new IncompatibleSchemaException(
                path,
                one.words(),
                other.words(),
                "Declare the schema, or let fields in conflict be strings of JSON text.");
    }

    private static String within(String path, String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    private static boolean isNumber(JsonType type) {
        return type == Scalar.LONG || type == Scalar.DOUBLE;
    }

    private static String namespace(Schema record) {
        return record.getNamespace() == null ? "" : record.getNamespace();
    }

    /** Null where nothing is known that a column could be made of. */
    private @Nullable Schema toAvro(JsonType type, String name, String namespace) {
        if (type instanceof Scalar scalar) {
            return Schema.create(
                    switch (scalar) {
                        case BOOLEAN -> Schema.Type.BOOLEAN;
                        case LONG -> Schema.Type.LONG;
                        case DOUBLE -> Schema.Type.DOUBLE;
                        case STRING -> Schema.Type.STRING;
                    });
        } else if (type instanceof JsonType.Elements array) {
            Schema element = toAvro(array.element(), name, namespace);
            return element == null ? null : Schema.createArray(Nullability.nullFirst(element));
        } else if (type instanceof JsonType.Members object) {
            Schema column = object.column();
            return column == null
                    ? toRecord(object, name, namespace)
                    : toRecord(object, column.getName(), namespace(column));
        } else if (type instanceof JsonType.Fitting fitting) {
            return fitting.column();
        }
        return null;
    }

    private @Nullable Schema toRecord(JsonType.Members object, String name, String namespace) {
        List<Field> fields = new ArrayList<>();
        String inner = namespace.isEmpty() ? name : namespace + "." + name;
        Set<String> taken = new HashSet<>();
        if (object.column() != null) {
            object.column().getFields().forEach(field -> taken.add(field.name().toLowerCase(Locale.ROOT)));
        }
        object.members().forEach((member, type) -> {
            Field known = object.column() == null ? null : JsonFieldNames.field(object.column(), member);
            String fieldName = known == null ? JsonFieldNames.distinct(member, taken) : known.name();
            Schema schema = toAvro(type, fieldName, inner);
            if (schema != null) {
                boolean renamed = !fieldName.equals(member);
                String doc = renamed ? member : null;
                Field field = type.isColumn()
                        ? new Field(fieldName, schema, doc)
                        : new Field(fieldName, Nullability.nullFirst(schema), doc, JsonProperties.NULL_VALUE);
                if (renamed) {
                    field.addProp(JsonFieldNames.ORIGINAL_NAME, member);
                }
                fields.add(field);
            }
        });
        return fields.isEmpty() ? null : Schema.createRecord(name, null, namespace, false, fields);
    }
}
