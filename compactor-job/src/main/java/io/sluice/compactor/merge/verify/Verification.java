/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

/** How much of a merged file is read back, and compared with its inputs, before it replaces them. */
public enum Verification {
    /** Every value; those of pages that were copied as they are, by their bytes. */
    FULL,
    /** Every value of the first row group, and of each eighth after it. */
    SAMPLED,
    /** The footer: schema and number of rows. */
    NONE;

    private static final int SAMPLE = 8;

    /** Whether the row group of this ordinal is to be compared. */
    public boolean covers(int rowGroup) {
        return this == FULL || (this == SAMPLED && rowGroup % SAMPLE == 0);
    }
}
