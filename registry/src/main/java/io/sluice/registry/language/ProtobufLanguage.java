/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.registry.language.SchemaDocument.Import;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoParser;
import io.sluice.schema.protobuf.ProtoSchemaException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Protocol Buffers: the text of a {@code .proto} file or, as some clients send it, its descriptor in Base64. Stored as it
 * comes, for comments are worth keeping; two texts are the same schema if they describe the same.
 */
final class ProtobufLanguage implements SchemaLanguage {

    /** Nothing imports the schema itself, and what it imports has the names of its references. */
    private static final String PATH = "schema.proto";

    @Override
    public String canonical(SchemaDocument schema) {
        FileDescriptor linked = link(schema);
        return linked.getMessageTypes().isEmpty() && linked.getEnumTypes().isEmpty()
                ? refuseEmpty()
                : tidy(schema.text());
    }

    private static String refuseEmpty() {
        throw new InvalidSchemaException("it declares no message and no enum", null);
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").strip() + "\n";
    }

    @Override
    public String normalized(SchemaDocument schema) {
        return canonical(schema);
    }

    @Override
    public boolean same(SchemaDocument one, SchemaDocument other) {
        return file(PATH, one.text()).equals(file(PATH, other.text()));
    }

    @Override
    public List<String> incompatibilities(CompatibilityLevel level, SchemaDocument newSchema, List<Earlier> history) {
        FileDescriptor mine = link(newSchema);
        List<String> problems = new ArrayList<>();
        for (Earlier earlier : history) {
            FileDescriptor old = link(earlier.schema());
            String version = "version " + earlier.version();
            if (level.newReadsOld()) {
                problems.addAll(ProtobufComparison.of(mine, "the new schema", old, version));
            }
            if (level.oldReadsNew()) {
                problems.addAll(ProtobufComparison.of(old, version, mine, "the new schema"));
            }
        }
        return problems.stream().distinct().toList();
    }

    private static FileDescriptor link(SchemaDocument schema) {
        try {
            Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
            for (Import imported : schema.imports()) {
                String path = imported.reference().name();
                files.put(path, file(path, imported.text()));
            }
            files.put(PATH, file(PATH, schema.text()));
            return new ProtoFiles(files.values()).link(PATH);
        } catch (ProtoSchemaException e) {
            throw new InvalidSchemaException(e.getMessage(), e);
        }
    }

    private static FileDescriptorProto file(String path, String text) {
        return described(text.strip())
                .map(file -> file.toBuilder().setName(path).build())
                .orElseGet(() -> ProtoParser.parse(path, text));
    }

    /** Empty for the text of a file: that has characters which Base64 does not. */
    private static Optional<FileDescriptorProto> described(String text) {
        try {
            return Optional.of(FileDescriptorProto.parseFrom(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
