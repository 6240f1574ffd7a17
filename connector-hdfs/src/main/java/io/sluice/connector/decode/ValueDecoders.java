/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.ProtobufConfig;
import io.sluice.connector.config.SchemaRegistryConfig;
import io.sluice.connector.config.ValueConfig;
import io.sluice.connector.decode.avro.AvroDecoder;
import io.sluice.connector.decode.connect.ConnectDecoder;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.connector.decode.protobuf.UnsupportedMessageException;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.protobuf.RegistryProtobufSchemas;
import io.sluice.schema.registry.RegistryAvroSchemas;
import io.sluice.schema.registry.SchemaRegistry;
import io.sluice.schema.registry.client.RegistryClient;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** The decoder of each {@code value.format}. */
final class ValueDecoders {

    private ValueDecoders() {}

    /**
     * Reads the schema files that the configuration names.
     *
     * @param counters for what a decoder decides on its own, such as to take a fallback; bad records are counted by who
     *     catches them
     * @throws org.apache.kafka.common.config.ConfigException if one of the files cannot be read
     */
    static ValueDecoder of(ValueConfig config, DecodeCounters counters) {
        Optional<Schema> schema = config.schemaFile().map(file -> SchemaFiles.record("value.schema.file", file));
        return switch (config.format()) {
            case CONNECT -> new ConnectDecoder(JsonDecoder.inferred(config.jsonConflicts(), counters));
            case TEXT -> new TextDecoder(config.text().orElseThrow(), counters);
            case CSV -> new CsvDecoder(config.csv().orElseThrow());
            case JSON -> json(config, schema, counters);
            case PROTOBUF -> protobuf(config);
            case AVRO -> avro(config, schema);
        };
    }

    private static ValueDecoder json(ValueConfig config, Optional<Schema> schema, DecodeCounters counters) {
        try {
            return schema.map(declared -> JsonDecoder.declared(declared, config.jsonConflicts(), counters))
                    .orElseGet(() -> JsonDecoder.inferred(config.jsonConflicts(), counters));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("value.schema.file: " + e.getMessage());
        }
    }

    private static ValueDecoder avro(ValueConfig config, Optional<Schema> schema) {
        if (config.registry().isPresent()) {
            return AvroDecoder.named(
                    new RegistryAvroSchemas(registry(config.registry().get())), schema);
        }
        return config.schemaDirectory()
                .<ValueDecoder>map(dir -> AvroDecoder.named(SchemaFiles.directory("schema.directory", dir), schema))
                .orElseGet(() -> AvroDecoder.plain(schema.orElseThrow()));
    }

    private static ValueDecoder protobuf(ValueConfig config) {
        if (config.protobuf().isPresent()) {
            return bareMessages(config.protobuf().get());
        }
        SchemaRegistry registry = registry(config.registry().orElseThrow());
        return ProtobufDecoder.wireFormat(new RegistryProtobufSchemas(registry)::byId);
    }

    private static ValueDecoder bareMessages(ProtobufConfig config) {
        try {
            return ProtobufDecoder.plain(SchemaFiles.message(config));
        } catch (UnsupportedMessageException e) {
            throw new ConfigException("protobuf.message.type", config.messageType(), e.getMessage());
        }
    }

    private static SchemaRegistry registry(SchemaRegistryConfig config) {
        return new RegistryClient(config.forClient());
    }
}
