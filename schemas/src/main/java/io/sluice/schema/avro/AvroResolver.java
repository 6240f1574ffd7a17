/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.resolution.Resolution;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

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
    private final boolean alike;
    /** Of records whose bytes are those of the reader's schema too; null if they may not be. */
    private final @Nullable AvroSkipper check;

    private AvroResolver(Schema writer, Schema reader, ValueReader compiled) {
        this.writer = writer;
        this.reader = reader;
        this.compiled = compiled;
        this.alike = writer.equals(reader);
        this.check = alike && !hasMaps(writer, new HashSet<>()) ? AvroSkipper.checking(writer) : null;
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

    /** A map's bytes may have a key twice, of which a reader keeps one. */
    private static boolean hasMaps(Schema schema, Set<String> seen) {
        return switch (schema.getType()) {
            case MAP -> true;
            case ARRAY -> hasMaps(schema.getElementType(), seen);
            case UNION -> schema.getTypes().stream().anyMatch(branch -> hasMaps(branch, seen));
            case RECORD ->
                seen.add(schema.getFullName())
                        && schema.getFields().stream().anyMatch(field -> hasMaps(field.schema(), seen));
            default -> false;
        };
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
        requireEnd(in);
        return record;
    }

    /**
     * As {@link #read(byte[], int)}, and refuses the same; but where both schemas are equal, the record is only looked
     * through, and its bytes are kept: an {@link EncodedRecord}.
     *
     * @param bytes not to be changed as long as the record is used
     */
    public GenericRecord accept(byte[] bytes, int from) {
        if (check == null) {
            return read(bytes, from);
        }
        AvroInput in = AvroInput.ofOne(bytes, from);
        check.skip(in);
        requireEnd(in);
        return new EncodedRecord(this, bytes, from);
    }

    /**
     * A record of the writer's schema, whose bytes are the caller's own.
     *
     * @throws IllegalStateException if the reader's is another one
     */
    public EncodedRecord vouchedFor(byte[] bytes) {
        if (!alike) {
            throw new IllegalStateException("bytes of one schema are not those of another");
        }
        return new EncodedRecord(this, bytes, 0);
    }

    private static void requireEnd(AvroInput in) {
        if (in.remaining() > 0) {
            throw new UnreadableValueException(in.remaining() + " bytes are left over");
        }
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
