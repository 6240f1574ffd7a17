/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/** One record of a replacement's journal. A state changes by these and by nothing else. */
public sealed interface SwapEvent {

    /** Name of the record in the journal. */
    String name();

    SwapState applyTo(SwapState state);

    /** Front and tail are written, synced, and read back equal to the sources. */
    record Written(long frontBytes, long tailBytes) implements SwapEvent {
        @Override
        public String name() {
            return "written";
        }

        @Override
        public SwapState applyTo(SwapState state) {
            return state.require(SwapStage.PLANNED, this).written(frontBytes, tailBytes);
        }
    }

    /** The merged rows are visible, the sources are not. */
    record Committed() implements SwapEvent {
        @Override
        public String name() {
            return "committed";
        }

        @Override
        public SwapState applyTo(SwapState state) {
            return state.require(SwapStage.WRITTEN, this).at(SwapStage.COMMITTED);
        }
    }

    /** Nothing is left of the sources. */
    record Cleaned() implements SwapEvent {
        @Override
        public String name() {
            return "cleaned";
        }

        @Override
        public SwapState applyTo(SwapState state) {
            return state.require(SwapStage.COMMITTED, this).at(SwapStage.CLEANED);
        }
    }

    /** Rolled back: the table is as it was before. */
    record Abandoned(String reason) implements SwapEvent {
        @Override
        public String name() {
            return "abandoned";
        }

        @Override
        public SwapState applyTo(SwapState state) {
            if (state.stage().isFinal() || state.stage() == SwapStage.COMMITTED) {
                throw new IllegalStateException(this + " in " + state);
            }
            return state.at(SwapStage.ABANDONED);
        }
    }
}
