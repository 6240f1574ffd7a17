/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.mapping.ColumnNode.Leaf;
import io.sluice.compactor.merge.mapping.ColumnNode.ListOf;
import io.sluice.compactor.merge.mapping.ColumnNode.MapOf;
import io.sluice.compactor.merge.mapping.ColumnNode.Place;
import io.sluice.compactor.merge.mapping.ColumnNode.Struct;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.mapping.ColumnSource.LevelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Walks two column trees together and collects a {@link MappedColumn} for each leaf of the output. */
final class SchemaAligner {

    private final Struct input;
    private final Struct output;
    private final List<MappedColumn> columns = new ArrayList<>();

    SchemaAligner(Struct input, Struct output) {
        this.input = input;
        this.output = output;
    }

    ColumnMapping align(@Nullable Schema outputAvro) {
        struct(input, output, outputAvro, List.of(new Step(Place.ROOT, Place.ROOT)), "");
        return new ColumnMapping(columns);
    }

    /** A node that both trees have, on the way from the root to where the walk is. */
    private record Step(Place input, Place output) {}

    private void node(ColumnNode from, ColumnNode to, @Nullable Schema avro, List<Step> way, String path) {
        List<Step> here = append(way, from.place(), to.place());
        if (from instanceof Leaf f
                && LeafTypes.isUnknown(f.type())
                && !from.type().equals(to.type())) {
            nulls(f, to, way, path);
        } else if (from instanceof Leaf f && to instanceof Leaf t) {
            Promotion promotion = LeafTypes.promotion(
                    f.column().getPrimitiveType(), t.column().getPrimitiveType(), path);
            columns.add(new MappedColumn(
                    t.column(),
                    new Copied(f.column(), t.column(), levels(here, f.column().getMaxDefinitionLevel()), promotion)));
        } else if (from instanceof Struct f && to instanceof Struct t) {
            struct(f, t, AvroShape.nonNull(avro), here, path);
        } else if (from instanceof ListOf f && to instanceof ListOf t) {
            Schema element = AvroShape.element(avro);
            node(f.element(), t.element(), element, append(here, f.entry(), t.entry()), path + ".element");
        } else if (from instanceof MapOf f && to instanceof MapOf t) {
            map(f, t, avro, append(here, f.entry(), t.entry()), path);
        } else {
            throw new SchemaMismatchException(
                    "column '" + path + "' is " + kind(from) + " in the file but " + kind(to) + " in the table");
        }
    }

    private void map(MapOf from, MapOf to, @Nullable Schema avro, List<Step> way, String path) {
        if (from.value().isPresent() != to.value().isPresent()) {
            throw new SchemaMismatchException("map '" + path + "' has values on one side only");
        }
        node(from.key(), to.key(), Schema.create(Schema.Type.STRING), way, path + ".key");
        from.value().ifPresent(v -> node(v, to.value().orElseThrow(), AvroShape.value(avro), way, path + ".value"));
    }

    private void struct(Struct from, Struct to, @Nullable Schema avro, List<Step> way, String path) {
        Set<String> taken = new HashSet<>();
        for (ColumnNode field : to.fields()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            Optional<ColumnNode> match = match(from, field, avro);
            if (match.isPresent()) {
                taken.add(match.get().name());
                node(match.get(), field, AvroShape.fieldSchema(avro, field.name()), way, fieldPath);
            } else {
                fill(from, field, avro, way, fieldPath);
            }
        }
        for (ColumnNode field : from.fields()) {
            if (!taken.contains(field.name())) {
                throw new SchemaMismatchException("column '" + (path.isEmpty() ? "" : path + ".") + field.name()
                        + "' is in the file but not in the table's schema: it would be lost");
            }
        }
    }

    private static Optional<ColumnNode> match(Struct from, ColumnNode field, @Nullable Schema avro) {
        Optional<ColumnNode> same = from.counterpart(field);
        if (same.isPresent()) {
            return same;
        }
        return AvroShape.aliases(avro, field.name()).stream()
                .flatMap(a -> from.field(a).stream())
                .findFirst();
    }

    /** Of a column that its writer had no value for, and so no type: its own levels say where the nulls are. */
    private void nulls(Leaf from, ColumnNode to, List<Step> way, String path) {
        Place outputPlace = way.get(way.size() - 1).output();
        int levels = from.column().getMaxDefinitionLevel();
        for (Leaf leaf : to.leaves()) {
            columns.add(new MappedColumn(
                    leaf.column(),
                    new Filled(
                            from.column(),
                            levels,
                            from.column().getMaxRepetitionLevel(),
                            levels(way, levels),
                            DefaultStripe.of(to, leaf, null, outputPlace, path))));
        }
    }

    private void fill(Struct group, ColumnNode missing, @Nullable Schema avro, List<Step> way, String path) {
        Place outputPlace = way.get(way.size() - 1).output();
        Schema.@Nullable Field field = AvroShape.field(avro, missing.name());
        @Nullable Leaf driver = group.place().equals(Place.ROOT) ? null : group.plainestLeaf();
        int levels = driver == null ? 0 : driver.column().getMaxDefinitionLevel();
        for (Leaf leaf : missing.leaves()) {
            columns.add(new MappedColumn(
                    leaf.column(),
                    new Filled(
                            driver == null ? null : driver.column(),
                            group.place().definition(),
                            group.place().repetition(),
                            levels(way, levels),
                            DefaultStripe.of(missing, leaf, field, outputPlace, path))));
        }
    }

    /**
     * The output's definition level for each of the input's. At an input level, all nodes on the way whose own level is
     * not above it are there; so the output's level is the highest that these nodes have in the output.
     */
    private static LevelMap levels(List<Step> way, int inputLevels) {
        int[] map = new int[inputLevels + 1];
        Arrays.fill(map, ColumnSource.NOT_ALLOWED);
        for (int level = 0; level <= inputLevels; level++) {
            int reached = 0;
            int firstMissing = Integer.MAX_VALUE;
            for (Step step : way) {
                if (step.input().definition() <= level) {
                    reached = Math.max(reached, step.output().definition());
                } else {
                    firstMissing = Math.min(firstMissing, step.output().definition());
                }
            }
            // A node that is null in the input must be optional in the output, or it would come out as there.
            map[level] = firstMissing > reached ? reached : ColumnSource.NOT_ALLOWED;
        }
        return new LevelMap(map);
    }

    private static List<Step> append(List<Step> way, Place input, Place output) {
        List<Step> longer = new ArrayList<>(way);
        longer.add(new Step(input, output));
        return longer;
    }

    private static String kind(ColumnNode node) {
        if (node instanceof Leaf leaf) {
            return "a plain " + leaf.column().getPrimitiveType().getPrimitiveTypeName();
        }
        return node instanceof Struct ? "a record" : node instanceof ListOf ? "a list" : "a map";
    }
}
