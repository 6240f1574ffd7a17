/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.io.IOException;

/** No known schema has this fingerprint, yet. */
public final class UnknownFingerprintException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnknownFingerprintException(String message) {
        super(message);
    }
}
