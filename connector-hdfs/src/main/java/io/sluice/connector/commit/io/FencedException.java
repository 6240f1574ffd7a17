/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import java.io.IOException;

/** Another task has taken the partition over. */
public final class FencedException extends IOException {

    private static final long serialVersionUID = 1L;

    FencedException(String message) {
        super(message);
    }
}
