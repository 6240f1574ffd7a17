/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/** A request that cannot be done, in the words that its client gets. Carries no stack trace. */
public final class RegistryException extends RuntimeException {

    private final RegistryError error;

    public RegistryException(RegistryError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    public RegistryError error() {
        return error;
    }

    public static RegistryException subjectNotFound(String subject) {
        return new RegistryException(RegistryError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(int version) {
        return new RegistryException(RegistryError.VERSION_NOT_FOUND, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound() {
        return new RegistryException(RegistryError.SCHEMA_NOT_FOUND, "Schema not found");
    }
}
