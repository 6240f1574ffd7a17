/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

/** Status and body of an HTTP response. */
record RegistryAnswer(int status, String body) {

    boolean ok() {
        return status == 200;
    }

    /** Whether the same request may well succeed a little later, or at another server. */
    boolean worthRetrying() {
        return status >= 500 || status == 429 || status == 408;
    }
}
