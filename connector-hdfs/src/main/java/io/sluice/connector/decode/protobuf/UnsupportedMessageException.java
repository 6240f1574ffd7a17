/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

/** A message type that no table can be made of. */
public final class UnsupportedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedMessageException(String message) {
        super(message);
    }
}
