/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.io.AvscDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Reads the schemas that the configuration names. */
final class SchemaFiles {

    private SchemaFiles() {}

    /** @throws ConfigException if the file is not the schema of a record */
    static Schema record(String key, Path file) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(Files.readString(file));
        } catch (IOException | AvroRuntimeException e) {
            throw new ConfigException(key, file, "is not an Avro schema: " + e.getMessage());
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw new ConfigException(
                    key,
                    file,
                    "must be the schema of a record, but is " + schema.getType().getName());
        }
        return schema;
    }

    /** @throws ConfigException if the directory cannot be read */
    static SchemaSource directory(String key, Path directory) {
        try {
            return AvscDirectory.open(directory);
        } catch (IOException e) {
            throw new ConfigException(key, directory, e.getMessage());
        }
    }
}
