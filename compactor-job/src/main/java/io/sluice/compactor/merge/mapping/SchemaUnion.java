/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import io.sluice.compactor.merge.mapping.ColumnNode.Leaf;
import io.sluice.compactor.merge.mapping.ColumnNode.ListOf;
import io.sluice.compactor.merge.mapping.ColumnNode.MapOf;
import io.sluice.compactor.merge.mapping.ColumnNode.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet schema for files of two, where no Avro schema says what belongs together: fields are the same by id where
 * both have one, else by name. A field that one lacks becomes optional; where types differ, the smallest that holds both
 * is taken. What both agree on stays as it is spelled; lists and maps that differ get the format's own spelling.
 */
public final class SchemaUnion {

    private SchemaUnion() {}

    /**
     * Unites.
     *
     * @param newer its names win where a field of one id has two
     * @throws SchemaMismatchException if there is no such schema, or two fields of it would differ by case only
     */
    public static MessageType of(MessageType older, MessageType newer) {
        if (older.equals(newer)) {
            return older;
        }
        return new MessageType(older.getName(), fields(ColumnTree.of(older), ColumnTree.of(newer), ""));
    }

    /**
     * Makes sure that whoever does not mind the case of a name can tell the columns apart.
     *
     * @throws SchemaMismatchException naming two columns that such a reader cannot
     */
    public static void requireDistinct(GroupType group) {
        Map<String, String> names = new HashMap<>();
        for (Type field : group.getFields()) {
            String other = names.put(field.getName().toLowerCase(Locale.ROOT), field.getName());
            if (other != null) {
                throw new SchemaMismatchException("columns '" + other + "' and '" + field.getName()
                        + "' differ by case only, if at all: Hive and Spark could not tell them apart");
            }
            if (!field.isPrimitive()) {
                requireDistinct(field.asGroupType());
            }
        }
    }

    private static List<Type> fields(Struct older, Struct newer, String path) {
        Map<ColumnNode, Type> taken = new LinkedHashMap<>();
        List<Type> fields = new ArrayList<>();
        for (ColumnNode field : older.fields()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            Optional<ColumnNode> match = newer.counterpart(field);
            if (match.isPresent()) {
                Type both = both(field, match.get(), fieldPath);
                taken.put(match.get(), both);
                fields.add(both);
            } else {
                fields.add(oneSided(field.type()));
            }
        }
        newer.fields().stream().filter(f -> !taken.containsKey(f)).forEach(f -> fields.add(oneSided(f.type())));
        requireDistinct(new GroupType(Repetition.REQUIRED, "fields", fields));
        return fields;
    }

    /** Files that lack it have nulls; or, of a repeated field without a wrapper, none. */
    private static Type oneSided(Type type) {
        return type.isRepetition(Repetition.REQUIRED) ? as(type, type.getName(), Repetition.OPTIONAL) : type;
    }

    private static Type both(ColumnNode older, ColumnNode newer, String path) {
        if (older.type().equals(newer.type())) {
            return older.type();
        }
        Repetition repetition = older.isOptional() || newer.isOptional() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        Integer id = older.id() == null ? newer.id() : older.id();
        Type united = united(older, newer, newer.name(), repetition, path);
        return id == null ? united : united.withId(id);
    }

    private static Type united(ColumnNode older, ColumnNode newer, String name, Repetition repetition, String path) {
        if (older instanceof Leaf o && newer instanceof Leaf n) {
            return LeafUnion.of(o.type(), n.type(), name, repetition, path);
        } else if (older instanceof Leaf o && LeafTypes.isUnknown(o.type())) {
            return as(newer.type(), name, Repetition.OPTIONAL);
        } else if (newer instanceof Leaf n && LeafTypes.isUnknown(n.type())) {
            return as(older.type(), name, Repetition.OPTIONAL);
        } else if (older instanceof Struct o && newer instanceof Struct n) {
            return group(repetition, null, fields(o, n, path), name);
        } else if (older instanceof ListOf o && newer instanceof ListOf n) {
            Type element = inner(o.element(), n.element(), "element", path + ".element");
            return group(
                    repetition,
                    LogicalTypeAnnotation.listType(),
                    List.of(group(Repetition.REPEATED, null, List.of(element), "list")),
                    name);
        } else if (older instanceof MapOf o && newer instanceof MapOf n) {
            return map(o, n, name, repetition, path);
        }
        throw new SchemaMismatchException("column '" + path + "' is of one kind in some files and of another in others:"
                + " a value, a record, a list or a map");
    }

    private static Type map(MapOf older, MapOf newer, String name, Repetition repetition, String path) {
        List<Type> pair = new ArrayList<>();
        pair.add(inner(older.key(), newer.key(), "key", path + ".key"));
        if (older.value().isPresent() && newer.value().isPresent()) {
            pair.add(inner(older.value().get(), newer.value().get(), "value", path + ".value"));
        } else if (older.value().isPresent() || newer.value().isPresent()) {
            throw new SchemaMismatchException("map '" + path + "' has values in some files only");
        }
        return group(
                repetition,
                LogicalTypeAnnotation.mapType(),
                List.of(group(Repetition.REPEATED, null, pair, "key_value")),
                name);
    }

    /** What stands inside of a list or map, under the name that the format gives it. */
    private static Type inner(ColumnNode older, ColumnNode newer, String name, String path) {
        Type both = both(older, newer, path);
        Repetition repetition = both.isRepetition(Repetition.REPEATED) ? Repetition.REQUIRED : both.getRepetition();
        return as(both, name, repetition);
    }

    private static Type as(Type type, String name, Repetition repetition) {
        Type named;
        if (type.isPrimitive()) {
            PrimitiveType primitive = type.asPrimitiveType();
            var builder = Types.primitive(primitive.getPrimitiveTypeName(), repetition)
                    .as(primitive.getLogicalTypeAnnotation())
                    .columnOrder(primitive.columnOrder());
            named = primitive.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                    ? builder.length(primitive.getTypeLength()).named(name)
                    : builder.named(name);
        } else {
            named = group(
                    repetition,
                    type.getLogicalTypeAnnotation(),
                    type.asGroupType().getFields(),
                    name);
        }
        return type.getId() == null ? named : named.withId(type.getId().intValue());
    }

    private static GroupType group(
            Repetition repetition, @Nullable LogicalTypeAnnotation meaning, List<Type> fields, String name) {
        return Types.buildGroup(repetition)
                .as(meaning)
                .addFields(fields.toArray(Type[]::new))
                .named(name);
    }
}
