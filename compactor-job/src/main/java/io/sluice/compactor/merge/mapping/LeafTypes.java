/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.Objects;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Which type of a leaf may be written as which other without changing what its values mean. */
final class LeafTypes {

    private LeafTypes() {}

    static Promotion promotion(PrimitiveType from, PrimitiveType to, String path) {
        if (!sameMeaning(from, to)) {
            throw new SchemaMismatchException("column '" + path + "' is " + describe(from) + " in the file but "
                    + describe(to) + " in the table");
        }
        PrimitiveTypeName target = to.getPrimitiveTypeName();
        if (from.getPrimitiveTypeName() == target) {
            return Promotion.NONE;
        }
        @Nullable Promotion widening =
                switch (from.getPrimitiveTypeName()) {
                    case INT32 ->
                        switch (target) {
                            case INT64 -> Promotion.INT_TO_LONG;
                            case FLOAT -> Promotion.INT_TO_FLOAT;
                            case DOUBLE -> Promotion.INT_TO_DOUBLE;
                            default -> null;
                        };
                    case INT64 ->
                        switch (target) {
                            case FLOAT -> Promotion.LONG_TO_FLOAT;
                            case DOUBLE -> Promotion.LONG_TO_DOUBLE;
                            default -> null;
                        };
                    case FLOAT -> target == PrimitiveTypeName.DOUBLE ? Promotion.FLOAT_TO_DOUBLE : null;
                    default -> null;
                };
        if (widening == null) {
            throw new SchemaMismatchException(
                    "column '" + path + "': " + describe(from) + " does not widen to " + describe(to));
        }
        return widening;
    }

    private static boolean sameMeaning(PrimitiveType from, PrimitiveType to) {
        LogicalTypeAnnotation f = from.getLogicalTypeAnnotation();
        LogicalTypeAnnotation t = to.getLogicalTypeAnnotation();
        if (from.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && to.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && from.getTypeLength() != to.getTypeLength()) {
            return false;
        }
        if (f instanceof DecimalLogicalTypeAnnotation df && t instanceof DecimalLogicalTypeAnnotation dt) {
            return from.getPrimitiveTypeName() == to.getPrimitiveTypeName()
                    && df.getScale() == dt.getScale()
                    && df.getPrecision() <= dt.getPrecision();
        }
        if (isWholeNumber(f) && isWholeNumber(t)) {
            return bits(from, f) <= bits(to, t);
        }
        return (isText(f) && isText(t)) || Objects.equals(f, t);
    }

    /** Plain bytes, text, JSON and symbols of an enum are the same bytes: Avro resolves one as the other. */
    private static boolean isText(@Nullable LogicalTypeAnnotation type) {
        return type == null
                || type instanceof StringLogicalTypeAnnotation
                || type instanceof EnumLogicalTypeAnnotation
                || type instanceof JsonLogicalTypeAnnotation
                || type instanceof BsonLogicalTypeAnnotation;
    }

    private static boolean isWholeNumber(@Nullable LogicalTypeAnnotation type) {
        return type == null || (type instanceof IntLogicalTypeAnnotation number && number.isSigned());
    }

    private static int bits(PrimitiveType type, @Nullable LogicalTypeAnnotation annotation) {
        if (annotation instanceof IntLogicalTypeAnnotation number) {
            return number.getBitWidth();
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> 32;
            case INT64 -> 64;
            // Not a whole number: any fits by its kind, and the physical types decide.
            default -> 128;
        };
    }

    private static String describe(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        String length = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? "(" + type.getTypeLength() + ")"
                : "";
        return type.getPrimitiveTypeName() + length + (annotation == null ? "" : " (" + annotation + ")");
    }
}
