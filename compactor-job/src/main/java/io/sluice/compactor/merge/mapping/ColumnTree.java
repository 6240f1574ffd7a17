/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import io.sluice.compactor.merge.mapping.ColumnNode.Leaf;
import io.sluice.compactor.merge.mapping.ColumnNode.ListOf;
import io.sluice.compactor.merge.mapping.ColumnNode.MapOf;
import io.sluice.compactor.merge.mapping.ColumnNode.Place;
import io.sluice.compactor.merge.mapping.ColumnNode.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Reads a file's schema as a {@link ColumnNode} tree, by the format's rules for lists and maps, old spellings too. */
final class ColumnTree {

    private final MessageType schema;

    private ColumnTree(MessageType schema) {
        this.schema = schema;
    }

    static Struct of(MessageType schema) {
        return new Struct("", Place.ROOT, schema, new ColumnTree(schema).children(schema, Place.ROOT, List.of()));
    }

    private List<ColumnNode> children(GroupType group, Place place, List<String> path) {
        return group.getFields().stream().map(f -> field(f, place, path)).toList();
    }

    private ColumnNode field(Type type, Place parent, List<String> parentPath) {
        List<String> path = append(parentPath, type.getName());
        if (type.isRepetition(Repetition.REPEATED)) {
            // Without a wrapper, as Protobuf writes it: never null, and its elements neither.
            Place entry = parent.repeated();
            return new ListOf(type.getName(), parent, type, entry, value(type, entry, path));
        }
        return value(type, type.isRepetition(Repetition.OPTIONAL) ? parent.optional() : parent, path);
    }

    /** The type as such, whatever its own repetition says. */
    private ColumnNode value(Type type, Place place, List<String> path) {
        if (type.isPrimitive()) {
            return new Leaf(type.getName(), place, schema.getColumnDescription(path.toArray(String[]::new)));
        }
        GroupType group = type.asGroupType();
        if (isList(group)) {
            return list(group, place, path);
        }
        return isMap(group)
                ? map(group, place, path)
                : new Struct(type.getName(), place, group, children(group, place, path));
    }

    private static boolean isList(GroupType group) {
        return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                && group.getFieldCount() == 1
                && group.getType(0).isRepetition(Repetition.REPEATED);
    }

    private static boolean isMap(GroupType group) {
        return (group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                        || group.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation)
                && group.getFieldCount() == 1
                && group.getType(0).isRepetition(Repetition.REPEATED)
                && !group.getType(0).isPrimitive();
    }

    private ColumnNode list(GroupType group, Place place, List<String> path) {
        Type repeated = group.getType(0);
        Place entry = place.repeated();
        List<String> repeatedPath = append(path, repeated.getName());
        ColumnNode element = wrapsElement(group.getName(), repeated)
                ? field(repeated.asGroupType().getType(0), entry, repeatedPath)
                : value(repeated, entry, repeatedPath);
        return new ListOf(group.getName(), place, group, entry, element);
    }

    /** Whether the repeated group is the three-level spelling's wrapper rather than the element itself. */
    private static boolean wrapsElement(String listName, Type repeated) {
        return !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
                && !repeated.getName().equals("array")
                && !repeated.getName().equals(listName + "_tuple");
    }

    private ColumnNode map(GroupType group, Place place, List<String> path) {
        GroupType pair = group.getType(0).asGroupType();
        Place entry = place.repeated();
        List<String> pairPath = append(path, pair.getName());
        Optional<ColumnNode> value =
                pair.getFieldCount() < 2 ? Optional.empty() : Optional.of(field(pair.getType(1), entry, pairPath));
        return new MapOf(group.getName(), place, group, entry, field(pair.getType(0), entry, pairPath), value);
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
