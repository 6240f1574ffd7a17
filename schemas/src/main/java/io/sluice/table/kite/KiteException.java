/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.kite;

/** Kite, or the guard in front of it, refused; the message names the dataset. */
public final class KiteException extends RuntimeException {

    public KiteException(String message) {
        super(message);
    }

    public KiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
