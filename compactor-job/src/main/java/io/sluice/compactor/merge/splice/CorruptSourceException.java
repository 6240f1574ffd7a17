/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import java.io.IOException;

/** A source does not hold what its footer and headers promise. */
public final class CorruptSourceException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;

    CorruptSourceException(String file, RuntimeException cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        this.file = file;
    }

    public String file() {
        return file;
    }
}
