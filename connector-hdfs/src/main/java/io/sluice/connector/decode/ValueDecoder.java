/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.ValueConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes an Avro record of a value that is not null. Not thread-safe: caches and running schemas are the task's own. */
interface ValueDecoder {

    /** @throws BadValueException if the value is not what it should be */
    GenericRecord decode(SinkRecord record);

    /** The schema that the topic's table has, for decoders whose own follows the data. */
    default void adopt(String topic, Schema table) {}

    /** The decoder of {@code value.format}. */
    static ValueDecoder of(ValueConfig config) {
        Optional<Schema> schema = config.schemaFile().map(file -> SchemaFiles.record("value.schema.file", file));
        return switch (config.format()) {
            case CONNECT -> new ConnectDecoder();
            case TEXT -> new TextDecoder(config.text().orElseThrow());
            case JSON -> schema.map(JsonDecoder::declared).orElseGet(JsonDecoder::inferred);
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
