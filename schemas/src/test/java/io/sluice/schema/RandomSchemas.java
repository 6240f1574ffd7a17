/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * Random schemas of records, and versions of them as people make them: fields added, removed, moved, renamed, made
 * optional, types widened or narrowed, symbols and branches added or dropped, at any depth.
 */
public final class RandomSchemas {

    private static final List<Schema.Type> PRIMITIVES = List.of(
            Schema.Type.BOOLEAN,
            Schema.Type.INT,
            Schema.Type.LONG,
            Schema.Type.FLOAT,
            Schema.Type.DOUBLE,
            Schema.Type.STRING,
            Schema.Type.BYTES);
    private static final List<String> SYMBOLS = List.of("A", "B", "C", "D", "E");
    private static final int DEPTH = 3;

    private final Random random;
    private int names;

    public RandomSchemas(Random random) {
        this.random = random;
    }

    public Schema record() {
        return record("R", DEPTH);
    }

    private Schema record(String name, int depth) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.add(field("f" + i, type(depth - 1)));
        }
        return Schema.createRecord(name, null, "n", false, fields);
    }

    private Field field(String name, Schema type) {
        return random.nextInt(3) == 0
                ? new Field(name, type, null, someDefault(type))
                : new Field(name, type, null, (Object) null);
    }

    private Schema type(int depth) {
        int kind = random.nextInt(depth > 0 ? 12 : 8);
        return switch (kind) {
            case 5 -> logical();
            case 6 -> Schema.createEnum(newName(), null, "n", symbols(), random.nextInt(3) == 0 ? "A" : null);
            case 7 -> Schema.createFixed(newName(), null, "n", random.nextInt(5));
            case 8 -> Schema.createArray(type(depth - 1));
            case 9 -> Schema.createMap(type(depth - 1));
            case 10 -> record(newName(), depth);
            case 11 -> union(depth);
            default -> Schema.create(pick(PRIMITIVES));
        };
    }

    private Schema logical() {
        Schema number = Schema.create(Schema.Type.LONG);
        return switch (random.nextInt(9)) {
            case 0 -> LogicalTypes.timestampMillis().addToSchema(number);
            case 1 -> LogicalTypes.timestampMicros().addToSchema(number);
            case 2 -> LogicalTypes.localTimestampMillis().addToSchema(number);
            case 3 -> LogicalTypes.timeMicros().addToSchema(number);
            case 4 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 5 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 6 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            default ->
                LogicalTypes.decimal(5 + random.nextInt(3), random.nextInt(3))
                        .addToSchema(Schema.create(Schema.Type.BYTES));
        };
    }

    private Schema union(int depth) {
        Map<Object, Schema> branches = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            branches.put(Schema.Type.NULL, Schema.create(Schema.Type.NULL));
        }
        int count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Schema branch = type(depth - 1);
            if (!branch.isUnion()) {
                branches.putIfAbsent(key(branch), branch);
            }
        }
        List<Schema> types = new ArrayList<>(branches.values());
        Collections.shuffle(types, random);
        return types.isEmpty() ? Schema.create(Schema.Type.STRING) : Schema.createUnion(types);
    }

    private static Object key(Schema branch) {
        return switch (branch.getType()) {
            case RECORD, ENUM, FIXED -> branch.getFullName();
            default -> branch.getType();
        };
    }

    private @Nullable Object someDefault(Schema type) {
        return switch (type.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt(100);
            case LONG -> (long) random.nextInt(100);
            case FLOAT -> (float) random.nextInt(100);
            case DOUBLE -> (double) random.nextInt(100);
            case STRING -> "s" + random.nextInt(100);
            case BYTES -> new byte[] {(byte) random.nextInt(), 1};
            case FIXED -> new byte[type.getFixedSize()];
            case ENUM -> pick(type.getEnumSymbols());
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case UNION -> someDefault(type.getTypes().get(0));
            case RECORD -> null;
        };
    }

    private List<String> symbols() {
        List<String> symbols = new ArrayList<>(SYMBOLS.subList(1, SYMBOLS.size()));
        Collections.shuffle(symbols, random);
        List<String> some = new ArrayList<>(symbols.subList(0, random.nextInt(symbols.size())));
        some.add(random.nextInt(some.size() + 1), "A");
        return some;
    }

    private String newName() {
        return "N" + names++;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A later version of a schema. */
    public Schema version(Schema schema) {
        return new Version().of(schema);
    }

    /** One version: a named type changes once, wherever it is used. */
    private final class Version {

        private final Map<String, Schema> done = new HashMap<>();

        Schema of(Schema schema) {
            boolean change = random.nextInt(6) == 0;
            return switch (schema.getType()) {
                case RECORD, ENUM, FIXED -> {
                    Schema known = done.get(schema.getFullName());
                    if (known == null) {
                        known = named(schema, change);
                        done.put(schema.getFullName(), known);
                    }
                    yield known;
                }
                case ARRAY -> Schema.createArray(of(schema.getElementType()));
                case MAP -> Schema.createMap(of(schema.getValueType()));
                case UNION -> union(schema, change);
                default -> change ? otherwise(schema) : schema;
            };
        }

        private Schema named(Schema schema, boolean change) {
            Schema changed =
                    switch (schema.getType()) {
                        case RECORD -> Schema.createRecord(name(schema), null, "n", false, fields(schema));
                        case ENUM ->
                            change
                                    ? Schema.createEnum(name(schema), null, "n", symbols(), schema.getEnumDefault())
                                    : schema;
                        default ->
                            change && random.nextInt(4) == 0
                                    ? Schema.createFixed(name(schema), null, "n", random.nextInt(5))
                                    : schema;
                    };
            if (!changed.getName().equals(schema.getName()) && random.nextBoolean()) {
                changed.addAlias(schema.getName());
            }
            return changed;
        }

        private String name(Schema schema) {
            return random.nextInt(20) == 0 ? newName() : schema.getName();
        }

        private List<Field> fields(Schema record) {
            List<Field> fields = new ArrayList<>();
            for (Field field : record.getFields()) {
                if (random.nextInt(10) > 0) {
                    fields.add(field(field));
                }
            }
            if (fields.isEmpty() || random.nextInt(3) == 0) {
                Schema type = type(1);
                fields.add(new Field("g" + names++, type, null, random.nextInt(4) > 0 ? someDefault(type) : null));
            }
            if (random.nextInt(3) == 0) {
                Collections.shuffle(fields, random);
            }
            return fields;
        }

        private Field field(Field field) {
            Schema type = of(field.schema());
            boolean keepsDefault = field.hasDefaultValue() && type.equals(field.schema());
            Object value = keepsDefault ? field.defaultVal() : random.nextBoolean() ? someDefault(type) : null;
            if (random.nextInt(12) == 0) {
                Field renamed = new Field("g" + names++, type, null, value);
                renamed.addAlias(field.name());
                return renamed;
            }
            return new Field(field.name(), type, null, value);
        }

        private Schema union(Schema union, boolean change) {
            List<Schema> types = new ArrayList<>();
            for (Schema branch : union.getTypes()) {
                if (!change || random.nextInt(3) > 0) {
                    types.add(keepsType(branch));
                }
            }
            if (types.isEmpty()) {
                return union;
            }
            if (change) {
                Collections.shuffle(types, random);
            }
            return Schema.createUnion(types);
        }

        /** Two branches must not become of one type. */
        private Schema keepsType(Schema branch) {
            return switch (branch.getType()) {
                case RECORD, ENUM, FIXED, ARRAY, MAP -> of(branch);
                default -> branch;
            };
        }

        private Schema otherwise(Schema primitive) {
            return switch (random.nextInt(4)) {
                case 0 -> Schema.createUnion(Schema.create(Schema.Type.NULL), primitive);
                case 1 -> Schema.createUnion(primitive, Schema.create(Schema.Type.NULL));
                case 2 -> logical();
                default -> Schema.create(pick(PRIMITIVES));
            };
        }
    }
}
