/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.jspecify.annotations.Nullable;

/** Writes a value of one type. Immutable. */
@FunctionalInterface
interface ValueWriter {

    /**
     * Writes it.
     *
     * @param value in Avro's generic form
     * @throws ClassCastException if it is of another type
     */
    void write(@Nullable Object value, AvroOutput out);
}
