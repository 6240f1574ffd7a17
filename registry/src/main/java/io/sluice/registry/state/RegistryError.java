/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/** What goes wrong, with the codes of Confluent's API. The HTTP status is the code's first three digits. */
public enum RegistryError {
    SUBJECT_NOT_FOUND(40401),
    VERSION_NOT_FOUND(40402),
    SCHEMA_NOT_FOUND(40403),
    SUBJECT_SOFT_DELETED(40404),
    SUBJECT_NOT_SOFT_DELETED(40405),
    VERSION_SOFT_DELETED(40406),
    VERSION_NOT_SOFT_DELETED(40407),
    SUBJECT_LEVEL_NOT_CONFIGURED(40408),
    SUBJECT_MODE_NOT_CONFIGURED(40409),
    INCOMPATIBLE_SCHEMA(409),
    INVALID_SCHEMA(42201),
    INVALID_VERSION(42202),
    INVALID_COMPATIBILITY_LEVEL(42203),
    INVALID_MODE(42204),
    OPERATION_NOT_PERMITTED(42205),
    REFERENCE_EXISTS(42206),
    INVALID_SUBJECT(42208),
    STORE_ERROR(50001),
    STORE_TIMEOUT(50002);

    private final int code;

    RegistryError(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public int httpStatus() {
        return code < 1000 ? code : code / 100;
    }

    /** Whether it says that something is not there. */
    public boolean isNotFound() {
        return httpStatus() == 404;
    }
}
