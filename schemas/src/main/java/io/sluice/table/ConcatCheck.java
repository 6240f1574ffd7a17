/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.util.Optional;
import java.util.Set;

/**
 * What speaks against joining files.
 *
 * @param obstacle of the directory or of a file in it, in words for an operator; empty if nothing is known against it
 * @param beingWritten files that somebody has open for writing: without them the others may be joined
 */
public record ConcatCheck(Optional<String> obstacle, Set<StorePath> beingWritten) {

    /** Nothing speaks against it. */
    public static final ConcatCheck PASSED = new ConcatCheck(Optional.empty(), Set.of());

    public ConcatCheck {
        beingWritten = Set.copyOf(beingWritten);
    }

    /** It would fail, whatever the files. */
    public static ConcatCheck refused(String obstacle) {
        return new ConcatCheck(Optional.of(obstacle), Set.of());
    }
}
