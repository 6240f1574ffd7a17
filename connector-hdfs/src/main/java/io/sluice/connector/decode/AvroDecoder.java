/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads Avro bytes: in the Confluent wire format, where each value names its schema, or plain bodies of one schema. */
final class AvroDecoder implements ValueDecoder {

    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;

    /** Null for plain bodies. */
    private final @Nullable IntFunction<Schema> schemaById;
    /** Absent: each value keeps the schema that it was written with. */
    private final Optional<Schema> readerSchema;

    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final ByteArrayAvro decoder = new ByteArrayAvro();

    private AvroDecoder(@Nullable IntFunction<Schema> schemaById, Optional<Schema> readerSchema) {
        this.schemaById = schemaById;
        this.readerSchema = readerSchema;
    }

    /**
     * For values in the Confluent wire format.
     *
     * @param schemaById throws {@link BadValueException} for an id that it does not know
     * @param readerSchema that all values are resolved to, if given
     */
    static AvroDecoder wireFormat(IntFunction<Schema> schemaById, Optional<Schema> readerSchema) {
        return new AvroDecoder(schemaById, readerSchema);
    }

    /** For values that are nothing but a body of this schema. */
    static AvroDecoder plain(Schema schema) {
        return new AvroDecoder(null, Optional.of(schema));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        byte[] bytes = Bytes.of(record);
        if (schemaById == null) {
            return read(bytes, 0, readers.computeIfAbsent(0, none -> reader(readerSchema.orElseThrow())));
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
            throw new BadValueException("expected Avro in the Confluent wire format (a zero byte and the 4 bytes of a"
                    + " schema id first), found " + found(bytes));
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        GenericDatumReader<GenericRecord> reader = readers.get(id);
        if (reader == null) {
            reader = reader(schemaById.apply(id));
            readers.put(id, reader);
        }
        return read(bytes, HEADER_BYTES, reader);
    }

    private GenericDatumReader<GenericRecord> reader(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw new BadValueException("expected values that are records, but their Avro schema is "
                    + writer.getType().getName());
        }
        return new GenericDatumReader<>(writer, readerSchema.orElse(writer), new GenericData());
    }

    private GenericRecord read(byte[] bytes, int start, GenericDatumReader<GenericRecord> reader) {
        decoder.reset(bytes, start);
        GenericRecord value;
        try {
            value = reader.read(null, decoder);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | ClassCastException e) {
            throw new BadValueException(
                    "not a value of Avro schema " + reader.getSchema().getFullName() + ": " + e.getMessage(), e);
        }
        if (decoder.remaining() > 0) {
            throw new BadValueException("not a value of Avro schema " + reader.getSchema().getFullName() + ": "
                    + decoder.remaining() + " bytes are left over");
        }
        return value;
    }

    private static String found(byte[] bytes) {
        return bytes.length == 0
                ? "no bytes"
                : bytes.length + " bytes that begin with " + String.format("0x%02x", bytes[0]);
    }
}
