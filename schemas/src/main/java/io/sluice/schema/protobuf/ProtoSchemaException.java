/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

/** A Protobuf schema that does not parse, lacks an import, or contradicts itself; the message says which and where. */
public final class ProtoSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProtoSchemaException(String message) {
        super(message);
    }

    ProtoSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
