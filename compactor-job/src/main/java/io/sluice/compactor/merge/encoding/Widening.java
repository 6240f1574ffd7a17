/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import io.sluice.compactor.merge.mapping.Promotion;
import java.lang.invoke.VarHandle;

/** Turns PLAIN numbers of one type into those of a wider one: pages, dictionaries and bounds alike. */
public final class Widening {

    private static final VarHandle LONGS = PlainValues.LONGS;
    private static final VarHandle INTS = PlainValues.INTS;

    private Widening() {}

    /** Widens {@code count} numbers. With {@link Promotion#NONE} there is nothing to do, and nothing to call this for. */
    public static byte[] widen(byte[] from, int offset, int count, Promotion promotion) {
        int width =
                promotion == Promotion.LONG_TO_FLOAT || promotion == Promotion.INT_TO_FLOAT ? Float.BYTES : Long.BYTES;
        byte[] to = new byte[count * width];
        switch (promotion) {
            case INT_TO_LONG -> {
                for (int i = 0; i < count; i++) {
                    LONGS.set(to, i * Long.BYTES, (long) intAt(from, offset, i));
                }
            }
            case INT_TO_FLOAT -> {
                for (int i = 0; i < count; i++) {
                    INTS.set(to, i * Float.BYTES, Float.floatToRawIntBits(intAt(from, offset, i)));
                }
            }
            case INT_TO_DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    LONGS.set(to, i * Double.BYTES, Double.doubleToRawLongBits(intAt(from, offset, i)));
                }
            }
            case LONG_TO_FLOAT -> {
                for (int i = 0; i < count; i++) {
                    INTS.set(to, i * Float.BYTES, Float.floatToRawIntBits((float) longAt(from, offset, i)));
                }
            }
            case LONG_TO_DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    LONGS.set(to, i * Double.BYTES, Double.doubleToRawLongBits((double) longAt(from, offset, i)));
                }
            }
            case FLOAT_TO_DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    double wide = Float.intBitsToFloat(intAt(from, offset, i));
                    LONGS.set(to, i * Double.BYTES, Double.doubleToRawLongBits(wide));
                }
            }
            case NONE -> throw new IllegalArgumentException("nothing to widen");
        }
        return to;
    }

    private static int intAt(byte[] from, int offset, int index) {
        return (int) INTS.get(from, offset + index * Integer.BYTES);
    }

    private static long longAt(byte[] from, int offset, int index) {
        return (long) LONGS.get(from, offset + index * Long.BYTES);
    }
}
