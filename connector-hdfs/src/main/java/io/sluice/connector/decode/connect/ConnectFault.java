/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import io.sluice.connector.decode.value.BadValueException;
import org.jspecify.annotations.Nullable;

/** A value that is not of its schema. The field's path is put together on the way out; carries no stack trace. */
final class ConnectFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String expected;
    private final transient @Nullable Object found;

    ConnectFault(String path, String expected, @Nullable Object found) {
        super(null, null, false, false);
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    /** The same fault, seen from what is around it. */
    ConnectFault in(String field) {
        return new ConnectFault(
                field + (path.startsWith("[") || path.startsWith("{") ? "" : ".") + path, expected, found);
    }

    BadValueException asBadValue() {
        return BadValueException.in(path, expected, found);
    }
}
