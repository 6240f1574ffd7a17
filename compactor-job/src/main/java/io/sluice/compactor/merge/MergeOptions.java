/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.verify.Verification;

/**
 * How merged files are written. Immutable; begin with {@link #DEFAULT} and change what is to be different.
 *
 * @param rowGroupBytes row groups of inputs are joined up to this size, compressed; none is ever split
 * @param verification how much is compared with the inputs once it is written
 * @param bloomFilters what becomes of those of the inputs, if row groups are put together
 */
public record MergeOptions(long rowGroupBytes, Verification verification, BloomFilters bloomFilters) {

    /** Row groups of 128 MiB, every value verified, bloom filters made anew. */
    public static final MergeOptions DEFAULT = new MergeOptions(128L << 20, Verification.FULL, BloomFilters.REBUILD);

    public MergeOptions {
        if (rowGroupBytes <= 0) {
            throw new IllegalArgumentException("row group size is " + rowGroupBytes + " bytes; it should be positive");
        }
    }

    public MergeOptions withRowGroupBytes(long bytes) {
        return new MergeOptions(bytes, verification, bloomFilters);
    }

    public MergeOptions withVerification(Verification howMuch) {
        return new MergeOptions(rowGroupBytes, howMuch, bloomFilters);
    }

    public MergeOptions withBloomFilters(BloomFilters filters) {
        return new MergeOptions(rowGroupBytes, verification, filters);
    }
}
