/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

/** A request that is wrong by the rules of HTTP, not by those of the registry. */
final class BadRequestException extends RuntimeException {

    private final int status;

    BadRequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
