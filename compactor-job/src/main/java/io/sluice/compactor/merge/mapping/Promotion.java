/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

/**
 * How a value changes its type on the way to the output: Avro's widenings, and changes of unit or width that keep each
 * value what it is. What a value cannot be turned into without a loss is refused where it stands.
 */
public enum Promotion {
    NONE,
    INT_TO_LONG,
    /** An unsigned number of 32 bits. */
    UNSIGNED_INT_TO_LONG,
    INT_TO_FLOAT,
    INT_TO_DOUBLE,
    LONG_TO_FLOAT,
    LONG_TO_DOUBLE,
    FLOAT_TO_DOUBLE,
    /** Times of day: milliseconds to microseconds. */
    INT_TIMES_THOUSAND,
    /** Times of day: milliseconds to nanoseconds. */
    INT_TIMES_MILLION,
    /** To a unit a thousand times as fine. */
    LONG_TIMES_THOUSAND,
    /** To a unit a million times as fine. */
    LONG_TIMES_MILLION,
    /** A decimal of any storage to one of a fixed number of bytes; its scale stays. */
    TO_FIXED_DECIMAL,
    INT96_TO_MICROS,
    INT96_TO_NANOS
}
