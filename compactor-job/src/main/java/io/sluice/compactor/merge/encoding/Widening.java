/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.Promotion;
import java.lang.invoke.VarHandle;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Turns PLAIN values of one type into those of another: pages, dictionaries and bounds alike. Immutable. */
public final class Widening {

    private static final VarHandle LONGS = PlainValues.LONGS;
    private static final VarHandle INTS = PlainValues.INTS;

    private final Promotion promotion;
    private final PrimitiveTypeName from;
    private final int fromWidth;
    private final int toWidth;

    private Widening(Promotion promotion, PrimitiveType from, PrimitiveType to) {
        this.promotion = promotion;
        this.from = from.getPrimitiveTypeName();
        this.fromWidth = PlainWidth.of(from);
        this.toWidth = PlainWidth.of(to);
    }

    /** The change of one column's values to another's. With {@link Promotion#NONE} there is nothing to ask of it. */
    public static Widening of(Promotion promotion, PrimitiveType from, PrimitiveType to) {
        return new Widening(promotion, from, to);
    }

    public static Widening of(Copied copied) {
        return of(
                copied.promotion(),
                copied.from().getPrimitiveType(),
                copied.to().getPrimitiveType());
    }

    /** Values of a dictionary in the other type; the same if nothing changes. */
    public static PlainValues dictionary(PlainValues values, Copied copied) {
        if (!copied.widens()) {
            return values;
        }
        byte[] wide = of(copied).widen(values.array(), 0, values.length(), values.count());
        return PlainValues.of(wide, values.count(), PlainWidth.of(copied.to().getPrimitiveType()));
    }

    /**
     * Widens {@code count} values that stand one behind the other.
     *
     * @throws CorruptPageException if there are fewer before {@code end}
     * @throws ArithmeticException if one has no counterpart in the other type
     */
    public byte[] widen(byte[] values, int offset, int end, int count) {
        if (promotion == Promotion.NONE) {
            throw new IllegalArgumentException("nothing to widen");
        }
        if (fromWidth > 0 && (long) count * fromWidth > end - offset) {
            throw new CorruptPageException(count + " values of " + fromWidth + " bytes in " + (end - offset));
        }
        byte[] to = new byte[Math.multiplyExact(count, toWidth)];
        switch (promotion) {
            case TO_FIXED_DECIMAL -> decimals(values, offset, end, count, to);
            case INT_TO_FLOAT, LONG_TO_FLOAT -> floats(values, offset, count, to);
            case INT_TO_DOUBLE, LONG_TO_DOUBLE, FLOAT_TO_DOUBLE -> doubles(values, offset, count, to);
            case INT96_TO_MICROS, INT96_TO_NANOS -> instants(values, offset, count, to);
            default -> longs(values, offset, count, to);
        }
        return to;
    }

    /** Widens the bound of a statistic: one value, and no length before it. */
    public byte[] widen(byte[] bound) {
        if (fromWidth != PlainWidth.VARIABLE) {
            return widen(bound, 0, bound.length, 1);
        }
        byte[] to = new byte[toWidth];
        ExactChange.bytes(bound, 0, bound.length, to, 0, toWidth);
        return to;
    }

    private void longs(byte[] values, int offset, int count, byte[] to) {
        if (promotion == Promotion.INT_TO_LONG) {
            // The one that is common, and fast in a loop of its own.
            for (int i = 0; i < count; i++) {
                LONGS.set(to, i * Long.BYTES, (long) intAt(values, offset, i));
            }
            return;
        }
        boolean ints = from == PrimitiveTypeName.INT32;
        for (int i = 0; i < count; i++) {
            long value = ints ? intAt(values, offset, i) : longAt(values, offset, i);
            LONGS.set(to, i * Long.BYTES, ExactChange.number(value, promotion));
        }
    }

    private void doubles(byte[] values, int offset, int count, byte[] to) {
        for (int i = 0; i < count; i++) {
            double wide =
                    switch (from) {
                        case INT32 -> intAt(values, offset, i);
                        case INT64 -> (double) longAt(values, offset, i);
                        default -> Float.intBitsToFloat(intAt(values, offset, i));
                    };
            LONGS.set(to, i * Double.BYTES, Double.doubleToRawLongBits(wide));
        }
    }

    private void floats(byte[] values, int offset, int count, byte[] to) {
        for (int i = 0; i < count; i++) {
            float value = from == PrimitiveTypeName.INT32
                    ? (float) intAt(values, offset, i)
                    : (float) longAt(values, offset, i);
            INTS.set(to, i * Float.BYTES, Float.floatToRawIntBits(value));
        }
    }

    private void instants(byte[] values, int offset, int count, byte[] to) {
        for (int i = 0; i < count; i++) {
            LONGS.set(to, i * Long.BYTES, ExactChange.instant(values, offset + i * fromWidth, promotion));
        }
    }

    private void decimals(byte[] values, int offset, int end, int count, byte[] to) {
        if (fromWidth == PlainWidth.VARIABLE) {
            PlainValues strings = new PlainValues(PlainWidth.VARIABLE);
            strings.addAll(values, offset, end, count);
            for (int i = 0; i < count; i++) {
                int start = strings.start(i) + Integer.BYTES;
                ExactChange.bytes(strings.array(), start, strings.start(i + 1) - start, to, i * toWidth, toWidth);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            switch (from) {
                case INT32 -> ExactChange.bytes(intAt(values, offset, i), to, i * toWidth, toWidth);
                case INT64 -> ExactChange.bytes(longAt(values, offset, i), to, i * toWidth, toWidth);
                default -> ExactChange.bytes(values, offset + i * fromWidth, fromWidth, to, i * toWidth, toWidth);
            }
        }
    }

    private static int intAt(byte[] values, int offset, int index) {
        return (int) INTS.get(values, offset + index * Integer.BYTES);
    }

    private static long longAt(byte[] values, int offset, int index) {
        return (long) LONGS.get(values, offset + index * Long.BYTES);
    }
}
