/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.apache.avro.Schema;

/** Passes over values of one schema. Immutable and thread-safe. */
public final class AvroSkipper {

    private final ValueReader compiled;

    private AvroSkipper(ValueReader compiled) {
        this.compiled = compiled;
    }

    /** Compiles one. */
    public static AvroSkipper of(Schema schema) {
        return new AvroSkipper(new Skips(false).of(schema));
    }

    /** As {@link #of}, but refuses whatever a reader would refuse, also where it could be jumped over. */
    static AvroSkipper checking(Schema schema) {
        return new AvroSkipper(new Skips(true).of(schema));
    }

    /**
     * Passes over the next value.
     *
     * @throws UnreadableValueException if the bytes are no such value
     */
    public void skip(AvroInput in) {
        compiled.read(in);
    }
}
