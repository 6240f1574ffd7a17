/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

/** Records of a schema cannot be held by the table. Says which field is in the way; carries no stack trace. */
public final class IncompatibleRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncompatibleRecordException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
