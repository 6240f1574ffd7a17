/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import java.io.IOException;

/** The registry has no such version of a subject. */
public final class UnknownVersionException extends IOException {

    public UnknownVersionException(String subject, int version, String registry) {
        super("no version " + version + " of subject " + subject + " in the registry " + registry);
    }
}
