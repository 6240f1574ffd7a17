/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record in the bytes that somebody sent, known to be sound: decoded only if somebody looks into it. Cannot be changed.
 * Not thread-safe.
 */
public final class EncodedRecord implements GenericRecord {

    private final AvroResolver resolver;
    private final byte[] bytes;
    private final int from;
    private @Nullable GenericRecord decoded;

    EncodedRecord(AvroResolver resolver, byte[] bytes, int from) {
        this.resolver = resolver;
        this.bytes = bytes;
        this.from = from;
    }

    /** Writes the bytes as they are: the record under {@link #getSchema}, or any equal schema. */
    public void writeTo(AvroOutput out) {
        out.writeBytes(bytes, from, bytes.length - from);
    }

    private GenericRecord decoded() {
        GenericRecord known = decoded;
        if (known == null) {
            known = resolver.read(bytes, from);
            decoded = known;
        }
        return known;
    }

    @Override
    public Schema getSchema() {
        return resolver.reader();
    }

    @Override
    public @Nullable Object get(int position) {
        return decoded().get(position);
    }

    @Override
    public @Nullable Object get(String field) {
        return decoded().get(field);
    }

    @Override
    public void put(int position, Object value) {
        throw new UnsupportedOperationException("a record that was sent is not changed");
    }

    @Override
    public void put(String field, Object value) {
        throw new UnsupportedOperationException("a record that was sent is not changed");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return decoded().equals(other instanceof EncodedRecord encoded ? encoded.decoded() : other);
    }

    @Override
    public int hashCode() {
        return decoded().hashCode();
    }

    @Override
    public String toString() {
        return decoded().toString();
    }
}
