/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What the bytes of a type stand for: the part of its meaning that Avro's schema resolution does not look at. */
public final class LogicalMeaning {

    private LogicalMeaning() {}

    /** The name as a message shows it, {@code decimal(10,2)}; null if there is none. */
    public static @Nullable String describe(Schema schema) {
        if (schema.getLogicalType() instanceof Decimal decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        // One that Avro does not know, a company's own, is kept apart as well.
        return schema.getLogicalType() == null
                ? schema.getProp(LogicalType.LOGICAL_TYPE_PROP)
                : schema.getLogicalType().getName();
    }

    /**
     * Whether both types say what their values mean, and a value written under the one would be another under the other,
     * or not fit. If only one of them says it, it is taken for what the other always meant.
     */
    static boolean differs(Schema writer, Schema reader) {
        if (writer.getLogicalType() instanceof Decimal written && reader.getLogicalType() instanceof Decimal read) {
            return written.getScale() != read.getScale() || written.getPrecision() > read.getPrecision();
        }
        String written = describe(writer);
        String read = describe(reader);
        return written != null && read != null && !Objects.equals(written, read);
    }
}
