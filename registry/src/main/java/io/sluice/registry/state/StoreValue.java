/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.schema.CompatibilityLevel;

/** The value of a record in {@code _schemas}. */
public sealed interface StoreValue {

    /**
     * Of a {@link StoreKey.SchemaKey}.
     *
     * @param deleted softly: still found by its id
     */
    record SchemaValue(SchemaVersion schema, boolean deleted) implements StoreValue {}

    /** Of a {@link StoreKey.ConfigKey}. */
    record ConfigValue(CompatibilityLevel level) implements StoreValue {}

    /** Of a {@link StoreKey.ModeKey}. */
    record ModeValue(Mode mode) implements StoreValue {}

    /**
     * Of a {@link StoreKey.DeleteSubjectKey}.
     *
     * @param upToVersion the last version that it deletes, softly
     */
    record DeleteSubjectValue(int upToVersion) implements StoreValue {}

    /** Of a {@link StoreKey.ClearSubjectKey}. */
    record ClearSubjectValue() implements StoreValue {}

    /** Of a {@link StoreKey.NoopKey}: no id up to this one is given again. */
    record HighestIdValue(int id) implements StoreValue {}
}
