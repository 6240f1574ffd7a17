/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.registry.RegisteredSchema;
import io.sluice.schema.registry.RegistryUnavailableException;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaRegistry;
import io.sluice.schema.registry.SchemaType;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Protobuf schemas of a registry, linked to what they refer to. A schema is the text of a {@code .proto} file or,
 * as some serializers register it, a descriptor in Base64. Parses at each call: who asks keeps the answer.
 *
 * <p>Thread-safe.
 */
public final class RegistryProtobufSchemas {

    private final SchemaRegistry registry;

    public RegistryProtobufSchemas(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The file of an id.
     *
     * @throws UnknownSchemaException if there is none now; there may be later
     * @throws RegistryUnavailableException if the registry cannot be asked now; the record is not to blame
     * @throws IOException if it is no Protobuf schema
     */
    public FileDescriptor byId(int id) throws IOException {
        RegisteredSchema registered = registry.byId(id);
        if (registered.type() != SchemaType.PROTOBUF) {
            throw new IOException("schema " + id + " is of type " + registered.type() + ", expected PROTOBUF");
        }
        try {
            String path = "schema-" + id + ".proto";
            Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
            files.put(path, file(path, registered));
            addReferences(registered, files);
            return new ProtoFiles(files.values()).link(path);
        } catch (ProtoSchemaException e) {
            throw new IOException("schema " + id + " of the registry is no Protobuf schema: " + e.getMessage(), e);
        }
    }

    private void addReferences(RegisteredSchema schema, Map<String, FileDescriptorProto> files) throws IOException {
        for (SchemaReference reference : schema.references()) {
            if (!files.containsKey(reference.name()) && !ProtoFiles.isBuiltIn(reference.name())) {
                RegisteredSchema used = registry.byVersion(reference.subject(), reference.version());
                files.put(reference.name(), file(reference.name(), used));
                addReferences(used, files);
            }
        }
    }

    private static FileDescriptorProto file(String path, RegisteredSchema schema) {
        FileDescriptorProto described = described(schema.text().strip());
        return described == null
                ? ProtoParser.parse(path, schema.text())
                : described.toBuilder().setName(path).build();
    }

    /** Null for the text of a file: that has characters which Base64 does not. */
    private static @Nullable FileDescriptorProto described(String text) {
        try {
            return FileDescriptorProto.parseFrom(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            return null;
        }
    }
}
