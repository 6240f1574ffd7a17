/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
                    key, file, "must be the schema of a record, but is " + schema.getType().getName());
        }
        return schema;
    }

    /**
     * The schema of an id of the Confluent wire format, from {@code <id>.avsc}.
     *
     * @throws BadValueException if there is no such file, or it is not a schema: another value may have another id
     */
    static Schema byId(Path directory, int id) {
        Path file = directory.resolve(id + ".avsc");
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new BadValueException("schema " + id + " is unknown: put it into " + file);
        } catch (IOException | AvroRuntimeException e) {
            throw new BadValueException(file + " is not an Avro schema: " + e.getMessage(), e);
        }
    }
}
