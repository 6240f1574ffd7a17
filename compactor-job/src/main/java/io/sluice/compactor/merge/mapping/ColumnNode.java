/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet column tree as a reader thinks of it: lists and maps are one node each, whichever of the format's spellings
 * wraps them. Two files whose lists are spelled differently have trees of the same shape, and levels that differ by a
 * constant.
 */
sealed interface ColumnNode {

    String name();

    /** The node as its schema spells it, wrappers included. */
    Type type();

    /** The field id that its writer gave it; null if it gave none. */
    default @Nullable Integer id() {
        return type().getId() == null ? null : type().getId().intValue();
    }

    default boolean isOptional() {
        return type().isRepetition(Repetition.OPTIONAL);
    }

    /** Where a value of this node is. */
    Place place();

    /**
     * The levels at which a value is there.
     *
     * @param definition level from which on the value is not null
     * @param repetition highest level on the way to it
     */
    record Place(int definition, int repetition) {

        static final Place ROOT = new Place(0, 0);

        Place optional() {
            return new Place(definition + 1, repetition);
        }

        Place repeated() {
            return new Place(definition + 1, repetition + 1);
        }
    }

    record Leaf(String name, Place place, ColumnDescriptor column) implements ColumnNode {

        @Override
        public PrimitiveType type() {
            return column.getPrimitiveType();
        }
    }

    record Struct(String name, Place place, GroupType type, List<ColumnNode> fields) implements ColumnNode {

        public Struct {
            fields = List.copyOf(fields);
        }

        Optional<ColumnNode> field(String wanted) {
            return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
        }

        /** The field that is {@code other}: by id where both have one, else by name. */
        Optional<ColumnNode> counterpart(ColumnNode other) {
            Integer id = other.id();
            if (id != null) {
                Optional<ColumnNode> byId =
                        fields.stream().filter(f -> id.equals(f.id())).findFirst();
                if (byId.isPresent()) {
                    return byId;
                }
            }
            return field(other.name()).filter(f -> id == null || f.id() == null);
        }
    }

    /**
     * A list.
     *
     * @param entry where an entry of the list is; the entry's element can still be null
     */
    record ListOf(String name, Place place, Type type, Place entry, ColumnNode element) implements ColumnNode {

        /** Whether it is a repeated field without a wrapper: never null, only empty. */
        boolean isBare() {
            return type.isRepetition(Repetition.REPEATED);
        }
    }

    /**
     * A map.
     *
     * @param entry where a pair of key and value is
     * @param value null for a set: a map without values
     */
    record MapOf(String name, Place place, GroupType type, Place entry, ColumnNode key, Optional<ColumnNode> value)
            implements ColumnNode {}

    /** The leaf below this node that repeats least: the cheapest to read the node's own levels from. */
    default Leaf plainestLeaf() {
        return leaves().stream()
                .min(java.util.Comparator.comparingInt(leaf -> leaf.column().getMaxRepetitionLevel()))
                .orElseThrow(() -> new SchemaMismatchException("group '" + name() + "' has no column"));
    }

    /** All leaves below, in schema order. */
    default List<Leaf> leaves() {
        if (this instanceof Leaf leaf) {
            return List.of(leaf);
        } else if (this instanceof Struct struct) {
            return struct.fields().stream().flatMap(f -> f.leaves().stream()).toList();
        } else if (this instanceof ListOf list) {
            return list.element().leaves();
        }
        MapOf map = (MapOf) this;
        return java.util.stream.Stream.concat(
                        map.key().leaves().stream(), map.value().stream().flatMap(v -> v.leaves().stream()))
                .toList();
    }
}
