/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import java.util.List;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The order of floating-point columns that a file declares. Parquet's library declares that of IEEE 754 since version 1.18,
 * which readers that are older do not know: Hive 4.1 then cannot read a file with such a column at all, and Spark 4.1
 * makes no use of its bounds.
 */
public final class FloatOrder {

    private FloatOrder() {}

    /** The same schema, its floating-point columns in the order that all readers know. */
    public static MessageType asAllReadersKnow(MessageType schema) {
        return new MessageType(schema.getName(), fields(schema));
    }

    private static List<Type> fields(GroupType group) {
        return group.getFields().stream().map(FloatOrder::field).toList();
    }

    private static Type field(Type field) {
        if (!field.isPrimitive()) {
            return field.asGroupType().withNewFields(fields(field.asGroupType()));
        }
        return isOfIeee(field.asPrimitiveType())
                ? field.asPrimitiveType().withColumnOrder(ColumnOrder.typeDefined())
                : field;
    }

    /** Whether these are floats or doubles in the order of IEEE 754. */
    public static boolean isOfIeee(PrimitiveType type) {
        PrimitiveTypeName kind = type.getPrimitiveTypeName();
        return (kind == PrimitiveTypeName.FLOAT || kind == PrimitiveTypeName.DOUBLE)
                && type.columnOrder().getColumnOrderName() == ColumnOrderName.IEEE_754_TOTAL_ORDER;
    }
}
