/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import io.sluice.compactor.merge.mapping.ColumnNode.Leaf;
import io.sluice.compactor.merge.mapping.ColumnNode.ListOf;
import io.sluice.compactor.merge.mapping.ColumnNode.MapOf;
import io.sluice.compactor.merge.mapping.ColumnNode.Place;
import io.sluice.compactor.merge.mapping.ColumnNode.Struct;
import io.sluice.compactor.merge.mapping.ColumnSource.StripeEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * Takes an Avro default apart into the entries of one column, as Dremel's striping would a record's value: once for a
 * schema, not once for a row. A default can be any value: a record, a list of three, an empty map.
 */
final class DefaultStripe {

    private final Leaf leaf;
    private final String path;
    private final List<StripeEntry> entries = new ArrayList<>();

    private DefaultStripe(Leaf leaf, String path) {
        this.leaf = leaf;
        this.path = path;
    }

    /**
     * The entries of {@code leaf} for one value of the group that lacks {@code missing}.
     *
     * @param field of the group's Avro record; null where there is none, which means no default
     * @param group where the group is in the output
     */
    static List<StripeEntry> of(ColumnNode missing, Leaf leaf, Schema.@Nullable Field field, Place group, String path) {
        DefaultStripe stripe = new DefaultStripe(leaf, path);
        Object value = field == null || !field.hasDefaultValue() ? null : new GenericData().getDefaultValue(field);
        stripe.write(missing, value, field == null ? null : field.schema(), group, group.repetition());
        return stripe.entries;
    }

    /**
     * Writes the value of a node.
     *
     * @param parent place of the nearest thing that is there if the value is not
     * @param repetition of the first entry written
     */
    private void write(ColumnNode node, @Nullable Object value, @Nullable Schema avro, Place parent, int repetition) {
        if (value == null && node instanceof ListOf list && list.isBare()) {
            entries.add(new StripeEntry(repetition, parent.definition(), null));
        } else if (value == null) {
            if (node.place().definition() == parent.definition()) {
                throw new SchemaMismatchException("column '" + path
                        + "' is not in the file, is required by the table, and has no default: give it one");
            }
            entries.add(new StripeEntry(repetition, parent.definition(), null));
        } else if (node instanceof Leaf) {
            entries.add(new StripeEntry(repetition, node.place().definition(), physical(value)));
        } else if (node instanceof Struct struct) {
            writeStruct(struct, value, AvroShape.nonNull(avro), repetition);
        } else if (node instanceof ListOf list) {
            writeList(list, (Collection<?>) value, AvroShape.element(avro), repetition);
        } else {
            writeMap((MapOf) node, (Map<?, ?>) value, AvroShape.value(avro), repetition);
        }
    }

    private void writeStruct(Struct struct, Object value, @Nullable Schema avro, int repetition) {
        for (ColumnNode field : struct.fields()) {
            if (field.leaves().contains(leaf)) {
                Object inner = avro != null && avro.isUnion()
                        ? member(field.name(), value, avro)
                        : fieldOf((IndexedRecord) value, field.name());
                write(field, inner, AvroShape.fieldSchema(avro, field.name()), struct.place(), repetition);
            }
        }
    }

    private static @Nullable Object fieldOf(IndexedRecord record, String name) {
        return record.get(record.getSchema().getField(name).pos());
    }

    /** A union of several types is a group of which one field is there: the one of the value's branch. */
    private static @Nullable Object member(String name, Object value, Schema union) {
        Schema branch = union.getTypes().get(new GenericData().resolveUnion(union, value));
        return branch.equals(AvroShape.fieldSchema(union, name)) ? value : null;
    }

    private void writeList(ListOf list, Collection<?> value, @Nullable Schema element, int repetition) {
        if (value.isEmpty()) {
            entries.add(new StripeEntry(repetition, list.place().definition(), null));
        }
        int level = repetition;
        for (Object item : value) {
            write(list.element(), item, element, list.entry(), level);
            level = list.entry().repetition();
        }
    }

    private void writeMap(MapOf map, Map<?, ?> value, @Nullable Schema valueSchema, int repetition) {
        if (value.isEmpty()) {
            entries.add(new StripeEntry(repetition, map.place().definition(), null));
        }
        boolean isKey = map.key().leaves().contains(leaf);
        int level = repetition;
        for (Map.Entry<?, ?> pair : value.entrySet()) {
            if (isKey) {
                write(map.key(), pair.getKey(), null, map.entry(), level);
            } else {
                write(map.value().orElseThrow(), pair.getValue(), valueSchema, map.entry(), level);
            }
            level = map.entry().repetition();
        }
    }

    private Object physical(Object value) {
        return switch (leaf.column().getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> ((Number) value).intValue();
            case INT64 -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case BOOLEAN -> (Boolean) value;
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> binary(value);
        };
    }

    private Binary binary(Object value) {
        if (leaf.column().getPrimitiveType().getLogicalTypeAnnotation() instanceof UUIDLogicalTypeAnnotation
                && value instanceof CharSequence text) {
            java.util.UUID uuid = java.util.UUID.fromString(text.toString());
            return Binary.fromConstantByteArray(ByteBuffer.allocate(Long.BYTES * 2)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array());
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Binary.fromConstantByteArray(copy);
        }
        if (value instanceof GenericFixed fixed) {
            return Binary.fromConstantByteArray(fixed.bytes().clone());
        }
        return Binary.fromString(value.toString());
    }
}
