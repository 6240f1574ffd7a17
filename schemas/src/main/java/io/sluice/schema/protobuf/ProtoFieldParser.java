/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProtoOrBuilder;
import com.google.protobuf.TextFormat;
import io.sluice.schema.protobuf.ProtoLexer.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the parts of a field: label, type, name, number, options. */
final class ProtoFieldParser {

    private static final int MAX_NUMBER = (1 << 29) - 1;

    private static final Map<String, FieldDescriptorProto.Type> SCALARS = Arrays.stream(
                    FieldDescriptorProto.Type.values())
            .filter(type -> type != FieldDescriptorProto.Type.TYPE_MESSAGE
                    && type != FieldDescriptorProto.Type.TYPE_GROUP
                    && type != FieldDescriptorProto.Type.TYPE_ENUM)
            .collect(Collectors.toUnmodifiableMap(
                    type -> type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT), Function.identity()));

    private final ProtoLexer words;
    private final ProtoOptions options;
    private final FileDescriptorProtoOrBuilder file;

    ProtoFieldParser(ProtoLexer words, ProtoOptions options, FileDescriptorProtoOrBuilder file) {
        this.words = words;
        this.options = options;
        this.file = file;
    }

    FieldDescriptorProto.Builder unlabelled() {
        return FieldDescriptorProto.newBuilder().setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    /** A field that begins with its label, if it has one. */
    FieldDescriptorProto.Builder label() {
        FieldDescriptorProto.Builder field = unlabelled();
        if (words.accept("repeated")) {
            field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        } else if (words.accept("required")) {
            field.setLabel(FieldDescriptorProto.Label.LABEL_REQUIRED);
        } else if (words.accept("optional") && file.getSyntax().equals("proto3")) {
            field.setProto3Optional(true);
        }
        return field;
    }

    /** All behind the label. */
    void finish(FieldDescriptorProto.Builder field) {
        type(field);
        field.setName(words.identifier());
        number(field);
        options(field);
        words.expect(";");
    }

    FieldDescriptorProto.Builder type(FieldDescriptorProto.Builder field) {
        String name = typeName();
        FieldDescriptorProto.Type scalar = SCALARS.get(name);
        // Whether a name is a message or an enum is seen when it is linked.
        return scalar == null ? field.setTypeName(name) : field.setType(scalar);
    }

    String typeName() {
        StringBuilder name = new StringBuilder(words.accept(".") ? "." : "");
        name.append(words.identifier());
        while (words.accept(".")) {
            name.append('.').append(words.identifier());
        }
        return name.toString();
    }

    void number(FieldDescriptorProto.Builder field) {
        words.expect("=");
        field.setNumber((int) words.integer(1, MAX_NUMBER));
    }

    void options(FieldDescriptorProto.Builder field) {
        if (!words.accept("[")) {
            return;
        }
        do {
            if (words.accept("default")) {
                words.expect("=");
                field.setDefaultValue(defaultValue(field));
            } else if (words.accept("json_name")) {
                words.expect("=");
                field.setJsonName(words.bytes().toStringUtf8());
            } else {
                options.one(field.getOptionsBuilder());
            }
        } while (words.accept(","));
        words.expect("]");
    }

    private String defaultValue(FieldDescriptorProto.Builder field) {
        if (words.kind() == Kind.TEXT) {
            ByteString bytes = words.bytes();
            return field.getType() == FieldDescriptorProto.Type.TYPE_BYTES
                    ? TextFormat.escapeBytes(bytes)
                    : bytes.toStringUtf8();
        }
        String sign = words.accept("-") ? "-" : "";
        if (words.kind() == Kind.IDENTIFIER) {
            return sign + words.identifier();
        }
        String number = words.take(Kind.NUMBER, "a default");
        try {
            boolean fraction = field.getType() == FieldDescriptorProto.Type.TYPE_FLOAT
                    || field.getType() == FieldDescriptorProto.Type.TYPE_DOUBLE;
            return sign + (fraction ? number : ProtoLexer.unsigned(number).toString());
        } catch (NumberFormatException e) {
            throw words.fault("expected a whole number as the default, not '" + number + "', before here");
        }
    }
}
