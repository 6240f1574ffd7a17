/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.LogicalMeaning;
import io.sluice.schema.resolution.TypeNames;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Logical types: the same on both sides, but for the precision of a decimal of bytes. */
final class LogicalTypeRules {

    private static final Set<String> PROPS = Set.of(LogicalType.LOGICAL_TYPE_PROP, "precision", "scale");

    private LogicalTypeRules() {}

    static boolean isLogicalProp(String name) {
        return PROPS.contains(name);
    }

    static void requireSame(Schema t, Schema i, String path) {
        String table = LogicalMeaning.describe(t);
        String incoming = LogicalMeaning.describe(i);
        if (table == null ? incoming == null : table.equals(incoming) && t.getType() == i.getType()) {
            return;
        }
        if (wideDecimal(t, i) != null) {
            return;
        }
        throw new IncompatibleSchemaException(
                path,
                TypeNames.of(t),
                TypeNames.of(i),
                "The same stored value would mean two things. Keep the logical type, or use another field name.");
    }

    private static @Nullable Decimal wideDecimal(Schema t, Schema i) {
        if (t.getType() == Schema.Type.BYTES
                && i.getType() == Schema.Type.BYTES
                && t.getLogicalType() instanceof Decimal one
                && i.getLogicalType() instanceof Decimal other
                && one.getScale() == other.getScale()) {
            return LogicalTypes.decimal(Math.max(one.getPrecision(), other.getPrecision()), one.getScale());
        }
        return null;
    }

    /** Of two equal primitive types the table's, or the wider decimal. */
    static Schema wider(Schema t, Schema i) {
        Decimal decimal = wideDecimal(t, i);
        return decimal == null || decimal.equals(t.getLogicalType())
                ? t
                : decimal.addToSchema(Schema.create(Schema.Type.BYTES));
    }

    static Schema copy(Schema to, Schema from) {
        if (from.getLogicalType() != null) {
            return from.getLogicalType().addToSchema(to);
        }
        String unknown = from.getProp(LogicalType.LOGICAL_TYPE_PROP);
        if (unknown != null) {
            to.addProp(LogicalType.LOGICAL_TYPE_PROP, unknown);
        }
        return to;
    }
}
