/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import io.sluice.connector.decode.value.BadValueException;

/**
 * The value that the parser stands on is not of its column's type. Whoever holds the column decides what becomes of it;
 * the parser still stands on the value's first token. Carries no stack trace.
 */
final class Misfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String expected;
    private final String found;

    Misfit(String path, String expected, String found) {
        super(null, null, false, false);
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    BadValueException asBadValue() {
        return BadValueException.misfit(path, expected, found);
    }
}
