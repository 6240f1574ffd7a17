/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

/** Bytes that are not in the wire format that was configured. Says what they look like instead. */
public final class WireFormatException extends RuntimeException {

    public WireFormatException(String message) {
        super(message);
    }
}
