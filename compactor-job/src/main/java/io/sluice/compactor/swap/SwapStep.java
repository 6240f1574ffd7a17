/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/**
 * What to do next, and why. Each step may be done twice.
 *
 * @param reason for the log, and for the journal when a replacement is abandoned
 */
public record SwapStep(Kind kind, String reason) {

    /** The steps, each one change on the file system or one record of the journal. */
    public enum Kind {
        /**
         * Rename front to visible, a file of no rows, and at once concat sources and tail to it: the commit point of
         * {@link SwapMode#CONCAT}. Nothing comes between the two: a reader that lists there can be fooled.
         */
        COMMIT_BY_CONCAT,
        /** Let another directory take the place of this one: the commit point of {@link SwapMode#EXCHANGE}. */
        COMMIT_BY_EXCHANGE,
        /** Rename the sources that are in place to their parked names. */
        PARK,
        /** Rename front to visible: the commit point of {@link SwapMode#RENAME}. */
        COMMIT_BY_RENAME,
        /** The commit has happened and the journal does not know. */
        RECORD_COMMIT,
        /** Delete what is left of the sources. */
        CLEAN,
        /** Rename the parked sources back. */
        UNPARK,
        /** Delete the tail. Without it no concat can happen any more, not even one that is under way. */
        DROP_TAIL,
        /** Delete front, or the visible file of no rows; then the replacement is abandoned. */
        DROP_FRONT,
        /** The merged file was deleted after its commit: leave its parked sources, tell the user. */
        KEEP_PARKED,
        /** Nothing fits: touch nothing, tell the operator. */
        QUARANTINE,
        /** Nothing is left to do. */
        NONE
    }
}
