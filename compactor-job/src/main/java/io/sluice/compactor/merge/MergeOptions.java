/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.verify.Verification;

/**
 * How merged files are written. Immutable; begin with {@link #DEFAULT} and change what is to be different.
 *
 * @param rowGroupBytes row groups of inputs are joined up to this size, compressed; none is ever split
 * @param verification how much is compared with the inputs once it is written
 * @param bloomFilters what becomes of those of the inputs, if row groups are put together
 * @param rewrite what is done with rows, besides joining them
 */
public record MergeOptions(long rowGroupBytes, Verification verification, BloomFilters bloomFilters, Rewrite rewrite) {

    /** Row groups of 128 MiB, every value verified, bloom filters made anew, rows left as they are. */
    public static final MergeOptions DEFAULT =
            new MergeOptions(128L << 20, Verification.FULL, BloomFilters.REBUILD, Rewrite.NONE);

    public MergeOptions {
        if (rowGroupBytes <= 0) {
            throw new IllegalArgumentException("row group size is " + rowGroupBytes + " bytes; it should be positive");
        }
    }

    public MergeOptions withRowGroupBytes(long bytes) {
        return new MergeOptions(bytes, verification, bloomFilters, rewrite);
    }

    public MergeOptions withVerification(Verification howMuch) {
        return new MergeOptions(rowGroupBytes, howMuch, bloomFilters, rewrite);
    }

    public MergeOptions withBloomFilters(BloomFilters filters) {
        return new MergeOptions(rowGroupBytes, verification, filters, rewrite);
    }

    public MergeOptions withRewrite(Rewrite ofRows) {
        return new MergeOptions(rowGroupBytes, verification, bloomFilters, ofRows);
    }
}
