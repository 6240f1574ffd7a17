/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Field ids of a schema: what a table format gave its columns for good, or what a writer counted up anew for each file. */
public final class FieldIds {

    private FieldIds() {}

    /**
     * Whether the ids are the places of the fields, wrappers of lists and maps among them, as Arrow 0.15 to 5 numbered
     * them: then they say nothing. A flat schema of a table format can look the same; who asks has to know more.
     */
    public static boolean arePlaces(MessageType schema) {
        int first = schema.getFieldCount() == 0 || schema.getType(0).getId() == null
                ? -1
                : schema.getType(0).getId().intValue();
        return (first == 0 || first == 1) && next(schema, first) >= 0;
    }

    /** The id after those of a group's fields; -1 if they are not in a row. */
    private static int next(GroupType group, int first) {
        int next = first;
        for (Type field : group.getFields()) {
            if (next < 0 || field.getId() == null || field.getId().intValue() != next) {
                return -1;
            }
            next = field.isPrimitive() ? next + 1 : next(field.asGroupType(), next + 1);
        }
        return next;
    }

    /** The schema without ids. */
    public static MessageType without(MessageType schema) {
        return new MessageType(schema.getName(), without(schema.getFields()));
    }

    private static List<Type> without(List<Type> fields) {
        return fields.stream().map(FieldIds::without).toList();
    }

    private static Type without(Type type) {
        if (!type.isPrimitive()) {
            return Types.buildGroup(type.getRepetition())
                    .as(type.getLogicalTypeAnnotation())
                    .addFields(without(type.asGroupType().getFields()).toArray(Type[]::new))
                    .named(type.getName());
        }
        PrimitiveType primitive = type.asPrimitiveType();
        var builder = Types.primitive(primitive.getPrimitiveTypeName(), primitive.getRepetition())
                .as(primitive.getLogicalTypeAnnotation())
                .columnOrder(primitive.columnOrder());
        return primitive.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? builder.length(primitive.getTypeLength()).named(primitive.getName())
                : builder.named(primitive.getName());
    }
}
