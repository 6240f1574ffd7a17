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
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
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
        @Nullable Promotion promotion = change(from, to);
        if (promotion == null) {
            throw new SchemaMismatchException(
                    "column '" + path + "': " + describe(from) + " does not widen to " + describe(to));
        }
        return promotion;
    }

    /** Whether its writer saw only nulls, and so gave the column no type. */
    static boolean isUnknown(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() instanceof UnknownLogicalTypeAnnotation;
    }

    private static @Nullable Promotion change(PrimitiveType from, PrimitiveType to) {
        if (isDecimal(from) && isDecimal(to) && !sameStorage(from, to)) {
            return switch (to.getPrimitiveTypeName()) {
                case FIXED_LEN_BYTE_ARRAY -> Promotion.TO_FIXED_DECIMAL;
                case INT64 -> from.getPrimitiveTypeName() == PrimitiveTypeName.INT32 ? Promotion.INT_TO_LONG : null;
                default -> null;
            };
        }
        @Nullable TimeUnit unit = unit(to);
        if (unit != null) {
            return rescaled(from, unit);
        }
        return widened(from, to.getPrimitiveTypeName());
    }

    private static @Nullable Promotion widened(PrimitiveType from, PrimitiveTypeName target) {
        if (from.getPrimitiveTypeName() == target) {
            return Promotion.NONE;
        }
        boolean fraction = target == PrimitiveTypeName.FLOAT || target == PrimitiveTypeName.DOUBLE;
        if (fraction && isUnsigned(from) && bits(from) >= Integer.SIZE) {
            // Stored as a signed number of as many bits, which is another one.
            return null;
        }
        return switch (from.getPrimitiveTypeName()) {
            case INT32 ->
                switch (target) {
                    case INT64 -> isUnsigned(from) ? Promotion.UNSIGNED_INT_TO_LONG : Promotion.INT_TO_LONG;
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
    }

    /** To a finer unit; null if that is not what it would be. */
    private static @Nullable Promotion rescaled(PrimitiveType from, TimeUnit to) {
        if (from.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return switch (to) {
                case MILLIS -> null;
                case MICROS -> Promotion.INT96_TO_MICROS;
                case NANOS -> Promotion.INT96_TO_NANOS;
            };
        }
        @Nullable TimeUnit unit = unit(from);
        if (unit == to) {
            return Promotion.NONE;
        }
        boolean ofDay = from.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        if (unit == TimeUnit.MILLIS && to == TimeUnit.MICROS) {
            return ofDay ? Promotion.INT_TIMES_THOUSAND : Promotion.LONG_TIMES_THOUSAND;
        } else if (unit == TimeUnit.MILLIS && to == TimeUnit.NANOS) {
            return ofDay ? Promotion.INT_TIMES_MILLION : Promotion.LONG_TIMES_MILLION;
        }
        return unit == TimeUnit.MICROS && to == TimeUnit.NANOS ? Promotion.LONG_TIMES_THOUSAND : null;
    }

    /** Of a time or timestamp; null if it is none. */
    static @Nullable TimeUnit unit(PrimitiveType type) {
        if (type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp) {
            return timestamp.getUnit();
        }
        return type.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time ? time.getUnit() : null;
    }

    private static boolean sameMeaning(PrimitiveType from, PrimitiveType to) {
        LogicalTypeAnnotation f = from.getLogicalTypeAnnotation();
        LogicalTypeAnnotation t = to.getLogicalTypeAnnotation();
        if (f instanceof DecimalLogicalTypeAnnotation df && t instanceof DecimalLogicalTypeAnnotation dt) {
            return df.getScale() == dt.getScale() && df.getPrecision() <= dt.getPrecision();
        }
        if (from.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && to.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && from.getTypeLength() != to.getTypeLength()) {
            return false;
        }
        if (t instanceof TimestampLogicalTypeAnnotation tt) {
            // Whoever writes the old type means an instant, whatever it calls it.
            return from.getPrimitiveTypeName() == PrimitiveTypeName.INT96
                    ? tt.isAdjustedToUTC()
                    : f instanceof TimestampLogicalTypeAnnotation ft && ft.isAdjustedToUTC() == tt.isAdjustedToUTC();
        }
        if (f instanceof TimeLogicalTypeAnnotation ft && t instanceof TimeLogicalTypeAnnotation tt) {
            return ft.isAdjustedToUTC() == tt.isAdjustedToUTC();
        }
        if (isWholeNumber(f) && isWholeNumber(t)) {
            return wholeNumberFits(from, to);
        }
        return (isText(f) && isText(t)) || Objects.equals(f, t);
    }

    private static boolean wholeNumberFits(PrimitiveType from, PrimitiveType to) {
        int bits = bits(from);
        int room = bits(to);
        if (isUnsigned(from) == isUnsigned(to)) {
            return bits <= room;
        }
        return isUnsigned(from) && bits < room;
    }

    /** Plain bytes, text, JSON and symbols of an enum are the same bytes: Avro resolves one as the other. */
    static boolean isText(@Nullable LogicalTypeAnnotation type) {
        return type == null
                || type instanceof StringLogicalTypeAnnotation
                || type instanceof EnumLogicalTypeAnnotation
                || type instanceof JsonLogicalTypeAnnotation
                || type instanceof BsonLogicalTypeAnnotation;
    }

    private static boolean isDecimal(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
    }

    private static boolean sameStorage(PrimitiveType one, PrimitiveType other) {
        return one.getPrimitiveTypeName() == other.getPrimitiveTypeName()
                && one.getTypeLength() == other.getTypeLength();
    }

    private static boolean isWholeNumber(@Nullable LogicalTypeAnnotation type) {
        return type == null || type instanceof IntLogicalTypeAnnotation;
    }

    static boolean isUnsigned(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number && !number.isSigned();
    }

    static int bits(PrimitiveType type) {
        if (type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number) {
            return number.getBitWidth();
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> 32;
            case INT64 -> 64;
            // Not a whole number: any fits by its kind, and the physical types decide.
            default -> 128;
        };
    }

    static String describe(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        String length = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? "(" + type.getTypeLength() + ")"
                : "";
        return type.getPrimitiveTypeName() + length + (annotation == null ? "" : " (" + annotation + ")");
    }
}
