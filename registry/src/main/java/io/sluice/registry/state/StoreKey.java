/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import org.jspecify.annotations.Nullable;

/** The key of a record in {@code _schemas}. The last record of a key is the one that counts. */
public sealed interface StoreKey {

    /** A version of a subject. */
    record SchemaKey(String subject, int version) implements StoreKey {}

    /**
     * A compatibility level.
     *
     * @param subject null for the global one
     */
    record ConfigKey(@Nullable String subject) implements StoreKey {}

    /**
     * A mode.
     *
     * @param subject null for the global one
     */
    record ModeKey(@Nullable String subject) implements StoreKey {}

    /** That a subject was deleted, up to a version. */
    record DeleteSubjectKey(String subject) implements StoreKey {}

    /** That a subject was cleared away; written by Confluent's registry. */
    record ClearSubjectKey(String subject) implements StoreKey {}

    /** Confluent's registry reads it as nothing; ours keeps the highest id here that is not among the schemas. */
    record NoopKey() implements StoreKey {}
}
