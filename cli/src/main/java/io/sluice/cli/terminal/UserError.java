/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.terminal;

/** Something that the user can put right; the message says how. Printed without a stack trace, exit code 1. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
