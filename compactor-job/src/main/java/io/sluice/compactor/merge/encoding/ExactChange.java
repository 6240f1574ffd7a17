/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import io.sluice.compactor.merge.mapping.Promotion;

/** Single values turned into those of another type, without a loss or not at all. */
public final class ExactChange {

    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;
    private static final long UNSIGNED = 0xFFFFFFFFL;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long NANOS_OF_DAY = MICROS_OF_DAY * THOUSAND;

    private ExactChange() {}

    /**
     * A whole number as a wider one, or one of a finer unit.
     *
     * @param value an int as the long of the same value
     * @throws ArithmeticException if there is no such long
     */
    public static long number(long value, Promotion promotion) {
        return switch (promotion) {
            case INT_TO_LONG -> value;
            case UNSIGNED_INT_TO_LONG -> value & UNSIGNED;
            case INT_TIMES_THOUSAND -> value * THOUSAND;
            case INT_TIMES_MILLION -> value * MILLION;
            case LONG_TIMES_THOUSAND -> times(value, THOUSAND);
            case LONG_TIMES_MILLION -> times(value, MILLION);
            default -> throw new IllegalArgumentException(promotion + " is not of whole numbers");
        };
    }

    private static long times(long value, long factor) {
        long product = value * factor;
        if (product / factor != value) {
            throw new ArithmeticException(
                    value + " is too far from 1970 to be written in a unit " + factor + " times as fine");
        }
        return product;
    }

    /**
     * An instant of twelve bytes: nanoseconds of the day, and the Julian day.
     *
     * @throws ArithmeticException if it is no whole number of the unit, or too far away
     */
    public static long instant(byte[] bytes, int offset, Promotion promotion) {
        long nanos = (long) PlainValues.LONGS.get(bytes, offset);
        long day = (long) (int) PlainValues.INTS.get(bytes, offset + Long.BYTES) - JULIAN_DAY_OF_EPOCH;
        if (promotion == Promotion.INT96_TO_NANOS) {
            return Math.addExact(Math.multiplyExact(day, NANOS_OF_DAY), nanos);
        }
        if (nanos % THOUSAND != 0) {
            throw new ArithmeticException("a time of " + nanos + " nanoseconds is no whole number of microseconds");
        }
        return Math.addExact(Math.multiplyExact(day, MICROS_OF_DAY), nanos / THOUSAND);
    }

    /** A whole number as so many bytes, the highest first. */
    public static void bytes(long value, byte[] to, int offset, int width) {
        for (int k = 0; k < width; k++) {
            int shift = (width - 1 - k) * Byte.SIZE;
            to[offset + k] = (byte) (shift >= Long.SIZE ? value >> (Long.SIZE - 1) : value >> shift);
        }
    }

    /**
     * A number of {@code length} bytes, the highest first, as one of {@code width}.
     *
     * @throws ArithmeticException if it needs more
     */
    public static void bytes(byte[] from, int start, int length, byte[] to, int offset, int width) {
        if (length == 0) {
            throw new CorruptPageException("a decimal without a byte");
        }
        byte sign = (byte) (from[start] < 0 ? -1 : 0);
        int spare = length - width;
        for (int k = 0; k < spare; k++) {
            if (from[start + k] != sign) {
                throw new ArithmeticException("a decimal of " + length + " bytes does not fit into " + width);
            }
        }
        if (spare > 0 && (from[start + spare] < 0) != (sign < 0)) {
            throw new ArithmeticException("a decimal of " + length + " bytes does not fit into " + width);
        }
        for (int k = 0; k < width; k++) {
            int at = spare + k;
            to[offset + k] = at < 0 ? sign : from[start + at];
        }
    }
}
