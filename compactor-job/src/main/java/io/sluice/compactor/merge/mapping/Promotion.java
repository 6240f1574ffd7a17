/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

/** How a value changes its type on the way to the output: Avro's widenings, and none besides. */
public enum Promotion {
    NONE,
    INT_TO_LONG,
    INT_TO_FLOAT,
    INT_TO_DOUBLE,
    LONG_TO_FLOAT,
    LONG_TO_DOUBLE,
    FLOAT_TO_DOUBLE
}
