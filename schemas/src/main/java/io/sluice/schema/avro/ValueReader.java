/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.jspecify.annotations.Nullable;

/** Reads, or passes over, a value of one type. Immutable. */
@FunctionalInterface
interface ValueReader {

    /**
     * The value in Avro's generic form; null where it was only passed over.
     *
     * @throws UnreadableValueException if the bytes are no such value
     */
    @Nullable Object read(AvroInput in);
}
