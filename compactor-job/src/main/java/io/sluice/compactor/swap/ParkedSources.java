/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/**
 * What becomes of sources that are still parked when their merged file was deleted after the commit: by a user who meant
 * its rows, or by an accident. Nobody but the user can tell.
 */
public enum ParkedSources {
    /** They stay hidden. */
    KEEP,
    /** They get their names back, and readers see their rows again. */
    RESTORE,
    /** They are deleted. */
    DROP
}
