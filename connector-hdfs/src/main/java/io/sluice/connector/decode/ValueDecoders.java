/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.ValueConfig;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.ValueDecoder;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;

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
            case CONNECT -> new ConnectDecoder();
            case TEXT -> new TextDecoder(config.text().orElseThrow(), counters);
            case CSV -> new CsvDecoder(config.csv().orElseThrow());
            case JSON -> schema.map(JsonDecoder::declared).orElseGet(JsonDecoder::inferred);
            case PROTOBUF -> ProtobufDecoder.plain(SchemaFiles.message(config.protobuf().orElseThrow()));
            case AVRO -> avro(config.schemaDirectory(), schema);
        };
    }

    private static ValueDecoder avro(Optional<Path> directory, Optional<Schema> schema) {
        return directory
                .<ValueDecoder>map(
                        dir -> AvroDecoder.wireFormat(SchemaFiles.directory("schema.directory", dir), schema))
                .orElseGet(() -> AvroDecoder.plain(schema.orElseThrow()));
    }
}
