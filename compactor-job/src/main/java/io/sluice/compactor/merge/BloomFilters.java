/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

/** What becomes of the bloom filters of inputs whose row groups are put together. Those of a stitch stay as they are. */
public enum BloomFilters {
    /** A column of which an input has one gets one, of all values. */
    REBUILD,
    /** There are none. */
    DROP
}
