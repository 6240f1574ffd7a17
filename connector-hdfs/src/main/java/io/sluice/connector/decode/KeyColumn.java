/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.MetadataConfig.KeyFormat;
import io.sluice.connector.decode.connect.ConnectSchemas;
import io.sluice.connector.decode.connect.ConnectValues;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The key of a record as a value of one column. Not thread-safe: keeps what it made of the last key's schema. */
final class KeyColumn {

    private static final org.apache.avro.Schema STRING =
            org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
    private static final org.apache.avro.Schema BYTES =
            org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES);

    private final String name;
    private final KeyFormat format;
    private @Nullable Wrapped last;

    KeyColumn(String name, KeyFormat format) {
        this.name = name;
        this.format = format;
    }

    /** A key as the one field of a row, for which there is a conversion. */
    private record Wrapped(Schema key, Schema struct, org.apache.avro.Schema row, ConnectValues.ToRecord conversion) {}

    /** The type of the key, without null; empty if nothing tells it, for the key is null and has no schema. */
    Optional<org.apache.avro.Schema> type(SinkRecord record) {
        return switch (format) {
            case STRING -> Optional.of(STRING);
            case BYTES -> Optional.of(BYTES);
            case CONNECT ->
                schema(record).map(key -> {
                    org.apache.avro.Schema type =
                            wrapped(key, record).row().getFields().get(0).schema();
                    return type.isUnion() ? type.getTypes().get(1) : type;
                });
        };
    }

    /**
     * The key as Avro has it.
     *
     * @throws BadValueException if it is not what its format says
     */
    @Nullable Object value(SinkRecord record) {
        Object key = record.key();
        if (key == null) {
            return null;
        }
        return switch (format) {
            case STRING -> text(key);
            case BYTES -> ByteBuffer.wrap(bytes(key));
            case CONNECT -> converted(key, record);
        };
    }

    private String text(Object key) {
        if (key instanceof Number || key instanceof Boolean) {
            return key.toString();
        }
        return Bytes.text(key)
                .orElseThrow(() -> BadValueException.misfit(
                        name,
                        "a key that is text",
                        BadValueException.brief(key) + "; key.format=bytes or connect takes what is not text"));
    }

    private byte[] bytes(Object key) {
        return Bytes.bytes(key)
                .orElseThrow(() -> BadValueException.misfit(
                        name,
                        "a key that is bytes",
                        BadValueException.brief(key)
                                + "; set key.converter=org.apache.kafka.connect.converters.ByteArrayConverter"));
    }

    private @Nullable Object converted(Object key, SinkRecord record) {
        Wrapped wrapped = wrapped(schema(record).orElseThrow(), record);
        GenericRecord row = wrapped.conversion().apply(new Struct(wrapped.struct()).put(name, key));
        return row.get(0);
    }

    /** A key without a schema has that of its Java type, if it is a simple one. */
    private Optional<Schema> schema(SinkRecord record) {
        Object key = record.key();
        if (record.keySchema() != null) {
            return Optional.of(record.keySchema());
        }
        if (key == null) {
            return Optional.empty();
        }
        Schema.Type type = ConnectSchema.schemaType(key.getClass());
        if (type == null || !type.isPrimitive()) {
            throw BadValueException.misfit(name, "a key that has a schema", BadValueException.brief(key));
        }
        return Optional.of(SchemaBuilder.type(type).build());
    }

    private Wrapped wrapped(Schema key, SinkRecord record) {
        if (last == null || !last.key().equals(key)) {
            Schema struct = SchemaBuilder.struct().field(name, key).build();
            org.apache.avro.Schema row = ConnectSchemas.ofRow(struct, record.originalTopic() + "_key");
            last = new Wrapped(key, struct, row, ConnectValues.ofRow(struct, row));
        }
        return last;
    }
}
