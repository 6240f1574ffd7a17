/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.Objects;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** The smallest type that holds every value of two, none of them changed; where there is no such type, there is none. */
final class LeafUnion {

    /** A double holds whole numbers up to 2^53. */
    private static final int BITS_OF_DOUBLE = 53;

    private static final int LONGEST_BITS = 64;

    private LeafUnion() {}

    /** A physical type, the length of a fixed one, and what it means. */
    private record Storage(
            PrimitiveTypeName kind, int length, @Nullable LogicalTypeAnnotation meaning) {

        static Storage of(PrimitiveType type) {
            return new Storage(type.getPrimitiveTypeName(), type.getTypeLength(), type.getLogicalTypeAnnotation());
        }

        static Storage of(PrimitiveTypeName kind, @Nullable LogicalTypeAnnotation meaning) {
            return new Storage(kind, 0, meaning);
        }

        PrimitiveType named(String name, Repetition repetition) {
            var builder = Types.primitive(kind, repetition).as(meaning);
            return kind == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                    ? builder.length(length).named(name)
                    : builder.named(name);
        }
    }

    /**
     * The union, under a name of its own.
     *
     * @throws SchemaMismatchException if there is none
     */
    static PrimitiveType of(PrimitiveType a, PrimitiveType b, String name, Repetition repetition, String path) {
        Storage union = LeafTypes.isUnknown(a) ? Storage.of(b) : LeafTypes.isUnknown(b) ? Storage.of(a) : union(a, b);
        if (union == null) {
            throw new SchemaMismatchException("column '" + path + "' is " + LeafTypes.describe(a)
                    + " in some files and " + LeafTypes.describe(b) + " in others: no type holds both");
        }
        return union.named(name, repetition);
    }

    private static @Nullable Storage union(PrimitiveType a, PrimitiveType b) {
        LogicalTypeAnnotation ma = a.getLogicalTypeAnnotation();
        LogicalTypeAnnotation mb = b.getLogicalTypeAnnotation();
        if (ma instanceof DecimalLogicalTypeAnnotation da && mb instanceof DecimalLogicalTypeAnnotation db) {
            return da.getScale() == db.getScale()
                    ? decimal(a, b, Math.max(da.getPrecision(), db.getPrecision()), da.getScale())
                    : null;
        }
        if (isTime(a) || isTime(b)) {
            return time(a, b);
        }
        if (isNumber(a) && isNumber(b)) {
            return number(a, b);
        }
        if (a.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && b.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && LeafTypes.isText(ma)
                && LeafTypes.isText(mb)) {
            return Storage.of(PrimitiveTypeName.BINARY, text(ma, mb));
        }
        return Storage.of(a).equals(Storage.of(b)) ? Storage.of(a) : null;
    }

    /** Text if both are; else bytes, which anything is. */
    private static @Nullable LogicalTypeAnnotation text(
            @Nullable LogicalTypeAnnotation a, @Nullable LogicalTypeAnnotation b) {
        if (Objects.equals(a, b)) {
            return a;
        }
        boolean symbols = (a instanceof StringLogicalTypeAnnotation || a instanceof EnumLogicalTypeAnnotation)
                && (b instanceof StringLogicalTypeAnnotation || b instanceof EnumLogicalTypeAnnotation);
        return symbols ? LogicalTypeAnnotation.stringType() : null;
    }

    private static @Nullable Storage decimal(PrimitiveType a, PrimitiveType b, int precision, int scale) {
        LogicalTypeAnnotation meaning = LogicalTypeAnnotation.decimalType(scale, precision);
        PrimitiveTypeName ka = a.getPrimitiveTypeName();
        PrimitiveTypeName kb = b.getPrimitiveTypeName();
        if (ka == PrimitiveTypeName.BINARY && kb == PrimitiveTypeName.BINARY) {
            return Storage.of(PrimitiveTypeName.BINARY, meaning);
        }
        boolean whole = isInt(ka) && isInt(kb);
        if (whole && precision <= digits(Integer.SIZE) && ka == kb) {
            return Storage.of(ka, meaning);
        } else if (whole && precision <= digits(Long.SIZE)) {
            return Storage.of(PrimitiveTypeName.INT64, meaning);
        }
        int length = Math.max(bytesFor(precision), Math.max(fixedLength(a), fixedLength(b)));
        return new Storage(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, length, meaning);
    }

    private static boolean isInt(PrimitiveTypeName kind) {
        return kind == PrimitiveTypeName.INT32 || kind == PrimitiveTypeName.INT64;
    }

    private static int fixedLength(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            case INT32 -> Integer.BYTES;
            case INT64 -> Long.BYTES;
            default -> 0;
        };
    }

    /** Decimal digits that a signed number of so many bits has room for. */
    private static int digits(int bits) {
        return (int) Math.floor((bits - 1) * Math.log10(2));
    }

    /** Bytes that a signed number of so many decimal digits takes. */
    private static int bytesFor(int digits) {
        int bytes = 1;
        while (digits(bytes * Byte.SIZE) < digits) {
            bytes++;
        }
        return bytes;
    }

    private static boolean isTime(PrimitiveType type) {
        return LeafTypes.unit(type) != null;
    }

    private static @Nullable Storage time(PrimitiveType a, PrimitiveType b) {
        if (a.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return instant(b);
        } else if (b.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return instant(a);
        }
        @Nullable TimeUnit ua = LeafTypes.unit(a);
        @Nullable TimeUnit ub = LeafTypes.unit(b);
        if (ua == null || ub == null) {
            return null;
        }
        TimeUnit finer = ua.compareTo(ub) >= 0 ? ua : ub;
        if (a.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation ta
                && b.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation tb) {
            return ta.isAdjustedToUTC() == tb.isAdjustedToUTC()
                    ? Storage.of(
                            PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(ta.isAdjustedToUTC(), finer))
                    : null;
        }
        if (a.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation ta
                && b.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation tb
                && ta.isAdjustedToUTC() == tb.isAdjustedToUTC()) {
            return Storage.of(
                    finer == TimeUnit.MILLIS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64,
                    LogicalTypeAnnotation.timeType(ta.isAdjustedToUTC(), finer));
        }
        return null;
    }

    /** What the old type of twelve bytes becomes beside one of today's. */
    private static @Nullable Storage instant(PrimitiveType type) {
        if (!(type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp)
                || !timestamp.isAdjustedToUTC()) {
            return null;
        }
        TimeUnit unit = timestamp.getUnit() == TimeUnit.NANOS ? TimeUnit.NANOS : TimeUnit.MICROS;
        return Storage.of(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, unit));
    }

    /** A whole number, a float or a double, without another meaning. */
    private static boolean isNumber(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case INT32, INT64 -> meaning == null || meaning instanceof IntLogicalTypeAnnotation;
            case FLOAT, DOUBLE -> meaning == null;
            default -> false;
        };
    }

    private static @Nullable Storage number(PrimitiveType a, PrimitiveType b) {
        boolean wholeA = isInt(a.getPrimitiveTypeName());
        boolean wholeB = isInt(b.getPrimitiveTypeName());
        if (wholeA && wholeB) {
            return whole(a, b);
        } else if (!wholeA && !wholeB) {
            boolean twice = a.getPrimitiveTypeName() != b.getPrimitiveTypeName();
            return Storage.of(twice ? PrimitiveTypeName.DOUBLE : a.getPrimitiveTypeName(), null);
        }
        PrimitiveType whole = wholeA ? a : b;
        boolean signed = !LeafTypes.isUnsigned(whole);
        // Unsigned numbers are stored as signed ones of the same width: converting them is another matter.
        return signed && LeafTypes.bits(whole) <= BITS_OF_DOUBLE ? Storage.of(PrimitiveTypeName.DOUBLE, null) : null;
    }

    private static @Nullable Storage whole(PrimitiveType a, PrimitiveType b) {
        boolean unsignedA = LeafTypes.isUnsigned(a);
        boolean unsigned = unsignedA && LeafTypes.isUnsigned(b);
        boolean mixed = unsignedA != LeafTypes.isUnsigned(b);
        int bits = Math.max(LeafTypes.bits(a), LeafTypes.bits(b));
        if (mixed) {
            int ofUnsigned = LeafTypes.bits(unsignedA ? a : b);
            bits = Math.max(bits, ofUnsigned * 2);
        }
        if (bits > LONGEST_BITS) {
            return null;
        }
        PrimitiveTypeName kind = bits == LONGEST_BITS ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32;
        boolean plain = !unsigned && bits >= Integer.SIZE;
        return Storage.of(kind, plain ? null : LogicalTypeAnnotation.intType(bits, !unsigned));
    }
}
