/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/**
 * A replacement as its journal tells it. Immutable.
 *
 * @param frontBytes length of the front, and so of the merged file while it promises no rows; 0 until written
 * @param tailBytes length of the tail; 0 until written, and where there is none
 */
public record SwapState(SwapIntent intent, SwapStage stage, long frontBytes, long tailBytes) {

    public static SwapState planned(SwapIntent intent) {
        return new SwapState(intent, SwapStage.PLANNED, 0, 0);
    }

    public SwapState apply(SwapEvent event) {
        return event.applyTo(this);
    }

    /** Length of the merged file once it is committed. */
    public long committedBytes() {
        return switch (intent.mode()) {
            case CONCAT -> frontBytes + intent.sourceBytes() + tailBytes;
            case EXCHANGE, RENAME -> frontBytes;
        };
    }

    SwapState require(SwapStage expected, SwapEvent event) {
        if (stage != expected) {
            throw new IllegalStateException(event + " after " + stage + " in merge " + intent.sequence());
        }
        return this;
    }

    SwapState written(long front, long tail) {
        return new SwapState(intent, SwapStage.WRITTEN, front, tail);
    }

    SwapState at(SwapStage next) {
        return new SwapState(intent, next, frontBytes, tailBytes);
    }
}
