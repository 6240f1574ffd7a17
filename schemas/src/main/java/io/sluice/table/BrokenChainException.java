/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;

/** A manifest that cannot be understood, or a chain whose links do not touch. Names the file and what is wrong. */
public final class BrokenChainException extends IOException {

    public BrokenChainException(String message) {
        super(message);
    }

    public BrokenChainException(String message, Throwable cause) {
        super(message, cause);
    }
}
