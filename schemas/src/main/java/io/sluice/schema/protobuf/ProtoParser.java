/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.sluice.schema.protobuf.ProtoLexer.Kind;

/**
 * Reads the text of a {@code .proto} file, of proto2, proto3 or an edition, as protoc does up to where names are
 * resolved: that is for {@link ProtoFiles}. Services, custom options and comments are passed over.
 *
 * <p>Source: the language specifications of proto2, proto3 and Edition 2023.
 */
public final class ProtoParser {

    private final ProtoLexer words;
    private final ProtoOptions options;
    private final FileDescriptorProto.Builder file;
    private final ProtoTypeParser types;

    private ProtoParser(String path, String text) {
        words = new ProtoLexer(path, text);
        options = new ProtoOptions(words);
        file = FileDescriptorProto.newBuilder().setName(path);
        types = new ProtoTypeParser(words, options, file);
    }

    /**
     * Reads one file.
     *
     * @param path by which others import it, and messages name it
     * @throws ProtoSchemaException that names the line and column where it is not understood
     */
    public static FileDescriptorProto parse(String path, String text) {
        return new ProtoParser(path, text).file();
    }

    private FileDescriptorProto file() {
        while (words.kind() != Kind.END) {
            if (words.accept(";")) {
                continue;
            }
            String statement = words.identifier();
            switch (statement) {
                case "syntax" -> syntax();
                case "edition" -> edition();
                case "import" -> imports();
                case "package" -> file.setPackage(ended(types.typeName()));
                case "option" -> options.statement(file.getOptionsBuilder());
                case "message" -> file.addMessageType(types.message());
                case "enum" -> file.addEnumType(types.enumeration());
                case "extend" -> extend();
                case "service" -> service();
                default -> throw words.fault("expected a statement, not '" + statement + "', before here");
            }
        }
        return file.build();
    }

    private String ended(String value) {
        words.expect(";");
        return value;
    }

    private void syntax() {
        words.expect("=");
        String syntax = ended(words.bytes().toStringUtf8());
        if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
            throw words.fault("expected syntax proto2 or proto3, not '" + syntax + "', before here");
        }
        file.setSyntax(syntax);
    }

    private void edition() {
        words.expect("=");
        String edition = ended(words.bytes().toStringUtf8());
        EnumValueDescriptor known = Edition.getDescriptor().findValueByName("EDITION_" + edition);
        if (known == null) {
            throw words.fault("expected an edition such as 2023, not '" + edition + "', before here");
        }
        file.setSyntax("editions").setEdition(Edition.valueOf(known));
    }

    private void imports() {
        if (words.accept("public")) {
            file.addPublicDependency(file.getDependencyCount());
        } else if (words.accept("option")) {
            ended(words.bytes().toStringUtf8()); // only custom options come from there
            return;
        } else {
            words.accept("weak");
        }
        file.addDependency(ended(words.bytes().toStringUtf8()));
    }

    private void extend() {
        DescriptorProto.Builder outside = DescriptorProto.newBuilder();
        types.extend(outside);
        file.addAllMessageType(outside.getNestedTypeList()).addAllExtension(outside.getExtensionList());
    }

    private void service() {
        words.identifier();
        options.skipBlock();
        words.accept(";");
    }
}
