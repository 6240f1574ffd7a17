/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.io.IOException;

/** No schema has this id, yet. */
public final class UnknownSchemaException extends IOException {

    private final int id;

    public UnknownSchemaException(int id, String message) {
        super(message);
        this.id = id;
    }

    public int id() {
        return id;
    }
}
