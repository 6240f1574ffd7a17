/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.TypeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * One run of the rules of {@link SchemaEvolution} over two schemas.
 *
 * <p>A named type has one shape in a schema, wherever it is used. So it is merged once, by name, from both schemas, even
 * where only one of them uses it: hence {@link #carry} for what only one side has.
 */
final class SchemaMerge {

    private static final String CONVERT = "Give the new one another field name, or convert it before it is produced.";

    private final Schema table;
    private final Schema incoming;
    private final NamedTypes tableTypes;
    private final NamedTypes incomingTypes;
    private final Map<String, Schema> merged = new HashMap<>();
    private final Set<String> inProgress = new LinkedHashSet<>();
    /** Names that no other type may have as an alias: it would draw what was written under them. */
    private final Set<String> taken;

    private SchemaMerge(Schema table, Schema incoming, Set<String> taken) {
        this.table = table;
        this.incoming = incoming;
        this.taken = taken;
        this.tableTypes = NamedTypes.of(table);
        this.incomingTypes = NamedTypes.of(incoming);
    }

    /** @throws IncompatibleSchemaException if nothing holds both */
    static Schema of(Schema table, Schema incoming) {
        Schema merged = new SchemaMerge(table, incoming, Set.of()).result();
        NamedTypes types = NamedTypes.of(merged);
        return types.haveAliasesOfOthers() ? new SchemaMerge(table, incoming, types.names()).result() : merged;
    }

    private Schema result() {
        if (table.getType() != Schema.Type.RECORD || incoming.getType() != Schema.Type.RECORD) {
            throw refuse("", table, incoming, "A table holds records: wrap the value into one (HoistField).");
        }
        Schema result = join(table, incoming, "");
        if (result.getFields().isEmpty()) {
            throw refuse("", table, incoming, "A table has at least one field.");
        }
        return result;
    }

    /** The smallest type that holds both. */
    private Schema join(Schema t, Schema i, String path) {
        if (t.isUnion() || i.isUnion() || t.getType() == Schema.Type.NULL || i.getType() == Schema.Type.NULL) {
            return joinUnions(t, i, path);
        }
        LogicalTypeRules.requireSame(t, i, path);
        if (t.getType() != i.getType()) {
            return props(Promotion.join(t, i, path), t, i);
        }
        return switch (t.getType()) {
            case RECORD, ENUM, FIXED -> named(t, i, path);
            case ARRAY -> props(Schema.createArray(join(t.getElementType(), i.getElementType(), path + "[]")), t, i);
            case MAP -> props(Schema.createMap(join(t.getValueType(), i.getValueType(), path + "{}")), t, i);
            default -> LogicalTypeRules.wider(t, i);
        };
    }

    /** A type that only one side has, with the named types in it as they come out of the merge. */
    private Schema carry(Schema schema, String path) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> {
                yield named(
                        tableTypes.counterpart(schema, incomingTypes),
                        incomingTypes.counterpart(schema, tableTypes),
                        path);
            }
            case ARRAY -> props(Schema.createArray(carry(schema.getElementType(), path + "[]")), schema, schema);
            case MAP -> props(Schema.createMap(carry(schema.getValueType(), path + "{}")), schema, schema);
            case UNION ->
                Schema.createUnion(schema.getTypes().stream()
                        .map(branch -> carry(branch, path))
                        .toList());
            default -> schema;
        };
    }

    private Schema joinUnions(Schema t, Schema i, String path) {
        List<Schema> tableBranches = Nullability.branches(t);
        List<Schema> incomingBranches = Nullability.branches(i);
        boolean nullable = Nullability.isNullable(t) || Nullability.isNullable(i);
        if (tableBranches.size() <= 1 && incomingBranches.size() <= 1) {
            if (tableBranches.isEmpty() && incomingBranches.isEmpty()) {
                return t;
            }
            Schema one = tableBranches.isEmpty()
                    ? carry(incomingBranches.get(0), path)
                    : incomingBranches.isEmpty()
                            ? carry(tableBranches.get(0), path)
                            : join(tableBranches.get(0), incomingBranches.get(0), path);
            return nullable ? Nullability.nullable(one, t) : t.isUnion() ? Schema.createUnion(one) : one;
        }
        if (tableBranches.size() == 1) {
            throw refuse(path, t, i, "A column of one type cannot become one of several. " + CONVERT);
        }
        List<Schema> branches = new ArrayList<>();
        List<Schema> left = new ArrayList<>(incomingBranches);
        for (Schema branch : tableBranches) {
            Schema match = left.stream()
                    .filter(candidate -> sameBranch(branch, candidate))
                    .findFirst()
                    .orElse(null);
            branches.add(match == null ? carry(branch, path) : join(branch, match, path));
            left.remove(match);
        }
        left.forEach(branch -> branches.add(carry(branch, path)));
        Schema union = Schema.createUnion(branches);
        return nullable ? Nullability.nullable(union, t) : union;
    }

    private boolean sameBranch(Schema t, Schema i) {
        return t.getType() == i.getType()
                && (!isNamed(t)
                        || tableTypes
                                .counterpart(i, incomingTypes)
                                .getFullName()
                                .equals(t.getFullName()));
    }

    private static boolean isNamed(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private Schema named(Schema t, Schema i, String path) {
        requireSameName(t, i, path);
        String name = t.getFullName();
        Schema done = merged.get(name);
        if (done != null) {
            return done;
        }
        if (!inProgress.add(name)) {
            throw refuse(
                    path, t, i, "It contains itself: Parquet has no recursive types. Cut it, or store it as bytes.");
        }
        if (t.getType() != i.getType()) {
            throw refuse(path, t, i, "One name, two kinds of type. " + CONVERT);
        }
        Schema result =
                switch (t.getType()) {
                    case RECORD -> record(t, i, path);
                    case ENUM -> symbols(t, i);
                    default -> fixed(t, i, path);
                };
        inProgress.remove(name);
        merged.put(name, result);
        return result;
    }

    private static void requireSameName(Schema t, Schema i, String path) {
        if (!t.getName().equals(i.getName()) && !NamedTypes.isRenamed(t, i)) {
            throw refuse(
                    path,
                    t,
                    i,
                    "Two names, so two things: send them to two topics, or declare one an alias of the other.");
        }
    }

    private Schema record(Schema t, Schema i, String path) {
        Set<String> names = new LinkedHashSet<>();
        t.getFields().forEach(field -> names.add(field.name()));
        i.getFields().forEach(field -> names.add(field.name()));
        List<Field> fields = new ArrayList<>(names.size());
        for (String name : names) {
            String at = path.isEmpty() ? name : path + "." + name;
            Field field = field(t.getField(name), i.getField(name), at);
            Set<String> aliases = new LinkedHashSet<>();
            aliasesOf(t.getField(name), aliases);
            aliasesOf(i.getField(name), aliases);
            aliases.removeAll(names);
            aliases.forEach(field::addAlias);
            fields.add(field);
        }
        Schema record = Schema.createRecord(
                t.getName(), t.getDoc() == null ? i.getDoc() : t.getDoc(), t.getNamespace(), t.isError(), fields);
        return aliases(props(record, t, i), t, i);
    }

    private static void aliasesOf(@Nullable Field field, Set<String> aliases) {
        if (field != null) {
            aliases.addAll(field.aliases());
        }
    }

    private Field field(@Nullable Field t, @Nullable Field i, String path) {
        if (t != null && i != null) {
            return FieldDefaults.both(t, i, join(t.schema(), i.schema(), path));
        }
        Field only = t != null ? t : i;
        if (only == null) {
            throw new IllegalStateException("neither schema has the field " + path);
        }
        return FieldDefaults.oneSided(only, carry(only.schema(), path));
    }

    private Schema symbols(Schema t, Schema i) {
        Set<String> symbols = new LinkedHashSet<>(t.getEnumSymbols());
        symbols.addAll(i.getEnumSymbols());
        Schema result = Schema.createEnum(
                t.getName(),
                t.getDoc() == null ? i.getDoc() : t.getDoc(),
                t.getNamespace(),
                List.copyOf(symbols),
                t.getEnumDefault() == null ? i.getEnumDefault() : t.getEnumDefault());
        return aliases(props(result, t, i), t, i);
    }

    private Schema fixed(Schema t, Schema i, String path) {
        if (t.getFixedSize() != i.getFixedSize()) {
            throw refuse(path, t, i, "The sizes differ. " + CONVERT);
        }
        Schema result = Schema.createFixed(
                t.getName(), t.getDoc() == null ? i.getDoc() : t.getDoc(), t.getNamespace(), t.getFixedSize());
        return LogicalTypeRules.copy(aliases(props(result, t, i), t, i), t);
    }

    /** Aliases of both, and the other side's name: its data is to be read under the name of the table. */
    private Schema aliases(Schema result, Schema t, Schema i) {
        Set<String> aliases = new LinkedHashSet<>(t.getAliases());
        aliases.addAll(i.getAliases());
        aliases.add(i.getFullName());
        aliases.remove(result.getFullName());
        aliases.removeAll(taken);
        aliases.forEach(result::addAlias);
        return result;
    }

    /** Custom properties of both; the table's win. */
    private static Schema props(Schema result, Schema t, Schema i) {
        copyProps(t, result);
        copyProps(i, result);
        return result;
    }

    private static void copyProps(Schema from, Schema to) {
        from.getObjectProps().forEach((name, value) -> {
            if (to.getObjectProp(name) == null && !LogicalTypeRules.isLogicalProp(name)) {
                to.addProp(name, value);
            }
        });
    }

    private static IncompatibleSchemaException refuse(String path, Schema t, Schema i, String advice) {
        return new IncompatibleSchemaException(path, TypeNames.of(t), TypeNames.of(i), advice);
    }
}
