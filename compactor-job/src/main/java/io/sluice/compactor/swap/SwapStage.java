/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/** How far a replacement is, by its journal. The file system may be one step ahead. */
public enum SwapStage {
    PLANNED,
    WRITTEN,
    /** Only with {@link SwapMode#CONCAT}. */
    VISIBLE_EMPTY,
    COMMITTED,
    CLEANED,
    ABANDONED;

    public boolean isFinal() {
        return this == CLEANED || this == ABANDONED;
    }
}
