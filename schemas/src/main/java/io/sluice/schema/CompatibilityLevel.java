/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

/**
 * What a new version of a schema promises to those before it, in the words of Confluent's registry. The plain levels
 * look at the latest version alone, the transitive ones at all.
 */
public enum CompatibilityLevel {
    /** Nothing is promised, nothing checked. */
    NONE(false, false, false),
    /** The new schema reads what was written under the latest: consumers may be upgraded first. */
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    /** The latest schema reads what is written under the new one: producers may be upgraded first. */
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    /** Both. */
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    /** Whether the new schema has to read what was written under an old one. */
    public boolean newReadsOld() {
        return newReadsOld;
    }

    /** Whether an old schema has to read what is written under the new one. */
    public boolean oldReadsNew() {
        return oldReadsNew;
    }

    /** Whether all versions count, and not only the latest. */
    public boolean isTransitive() {
        return transitive;
    }
}
