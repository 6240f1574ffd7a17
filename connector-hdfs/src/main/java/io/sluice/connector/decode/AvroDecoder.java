/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.WireFormatException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads Avro bytes: in the Confluent wire format, where each value names its schema, or plain bodies of one schema. */
final class AvroDecoder implements ValueDecoder {

    /** Null for plain bodies. */
    private final @Nullable SchemaSource schemas;
    /** Absent: each value keeps the schema that it was written with. */
    private final Optional<Schema> readerSchema;

    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final ByteArrayAvro decoder = new ByteArrayAvro();

    private AvroDecoder(@Nullable SchemaSource schemas, Optional<Schema> readerSchema) {
        this.schemas = schemas;
        this.readerSchema = readerSchema;
    }

    /**
     * For values in the Confluent wire format.
     *
     * @param schemas of the ids that values name
     * @param readerSchema that all values are resolved to, if given
     */
    static AvroDecoder wireFormat(SchemaSource schemas, Optional<Schema> readerSchema) {
        return new AvroDecoder(schemas, readerSchema);
    }

    /** For values that are nothing but a body of this schema. */
    static AvroDecoder plain(Schema schema) {
        return new AvroDecoder(null, Optional.of(schema));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        byte[] bytes = Bytes.of(record);
        if (schemas == null) {
            return read(bytes, 0, readers.computeIfAbsent(0, none -> reader(readerSchema.orElseThrow())));
        }
        int id = schemaId(bytes);
        GenericDatumReader<GenericRecord> reader = readers.get(id);
        if (reader == null) {
            reader = reader(schema(id, schemas));
            readers.put(id, reader);
        }
        return read(bytes, ConfluentWireFormat.HEADER_BYTES, reader);
    }

    private static int schemaId(byte[] bytes) {
        try {
            return ConfluentWireFormat.schemaId(bytes);
        } catch (WireFormatException e) {
            throw new BadValueException(e.getMessage(), e);
        }
    }

    private static Schema schema(int id, SchemaSource schemas) {
        try {
            return schemas.byId(id);
        } catch (IOException e) {
            throw new BadValueException(e.getMessage(), e);
        }
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
            throw new BadValueException("not a value of Avro schema "
                    + reader.getSchema().getFullName() + ": " + decoder.remaining() + " bytes are left over");
        }
        return value;
    }
}
