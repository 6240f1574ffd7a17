/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/** How far a replacement is, by its journal. The file system may be one step ahead. */
public enum SwapStage {
    PLANNED(0),
    WRITTEN(1),
    COMMITTED(3),
    CLEANED(4),
    ABANDONED(5);

    private final int number;

    SwapStage(int number) {
        this.number = number;
    }

    /** Orders the records of a journal; part of their names, never to be changed. */
    public int number() {
        return number;
    }

    public boolean isFinal() {
        return this == CLEANED || this == ABANDONED;
    }
}
