/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.resolution.Resolution;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Decodes records that were written under one schema straight to another, by Avro's schema resolution ({@link
 * Resolution}): what {@link org.apache.avro.generic.GenericDatumReader} does, compiled once for the two schemas. It
 * knows no fault of Avro 1.12.2's with arrays whose elements have grown, and reserves no memory for lengths and counts
 * that a lie tells. Strings become {@link org.apache.avro.util.Utf8}, whatever {@code avro.java.string} asks for.
 *
 * <p>A value that the reader's schema has no place for, such as a symbol that its enum lacks, is refused when it comes,
 * as by Avro: not when the resolver is made.
 *
 * <p>Immutable and thread-safe.
 */
public final class AvroResolver {

    private final Schema writer;
    private final Schema reader;
    private final ValueReader compiled;

    private AvroResolver(Schema writer, Schema reader, ValueReader compiled) {
        this.writer = writer;
        this.reader = reader;
        this.compiled = compiled;
    }

    /**
     * Compiles a resolver.
     *
     * @param writer a record
     * @param reader a record; that of each record that is read
     */
    public static AvroResolver between(Schema writer, Schema reader) {
        requireRecord(writer);
        requireRecord(reader);
        return new AvroResolver(writer, reader, Resolution.of(writer, reader).accept(new ReaderCompiler()));
    }

    private static void requireRecord(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("not the schema of a record: " + schema);
        }
    }

    public Schema writer() {
        return writer;
    }

    public Schema reader() {
        return reader;
    }

    /**
     * Decodes one record, which ends where the bytes do.
     *
     * @param from where it begins
     * @throws UnreadableValueException if the bytes are no such record, with nothing after it
     */
    public GenericRecord read(byte[] bytes, int from) {
        AvroInput in = AvroInput.ofOne(bytes, from);
        GenericRecord record = read(in);
        if (in.remaining() > 0) {
            throw new UnreadableValueException(in.remaining() + " bytes are left over");
        }
        return record;
    }

    /**
     * Decodes the next record.
     *
     * @throws UnreadableValueException if the bytes are no such record
     */
    public GenericRecord read(AvroInput in) {
        Object record = compiled.read(in);
        if (record instanceof GenericRecord result) {
            return result;
        }
        throw new IllegalStateException("a reader of records has read " + record);
    }
}
