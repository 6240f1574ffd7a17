/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.connector.config.ProtobufConfig;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.io.AvscDirectory;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoSchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** @throws ConfigException if the file is no descriptor set, or does not have the message type */
    static Descriptor message(ProtobufConfig config) {
        Path file = config.descriptorFile();
        List<FileDescriptorProto> files;
        try {
            files = FileDescriptorSet.parseFrom(Files.readAllBytes(file)).getFileList();
        } catch (IOException e) {
            throw new ConfigException(
                    "protobuf.descriptor.file",
                    file,
                    "is not what protoc --include_imports --descriptor_set_out makes: " + e.getMessage());
        }
        try {
            return new ProtoFiles(files).message(config.messageType());
        } catch (ProtoSchemaException e) {
            throw new ConfigException(
                    "protobuf.message.type",
                    config.messageType(),
                    "in " + file + ": " + e.getMessage()
                            + (e.getMessage().contains("is missing") ? ": make it with protoc --include_imports" : ""));
        }
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
