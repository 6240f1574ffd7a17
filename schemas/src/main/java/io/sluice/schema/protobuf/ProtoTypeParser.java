/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueOptions;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProtoOrBuilder;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofOptions;
import io.sluice.schema.protobuf.ProtoLexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads messages and enums, behind those words. */
final class ProtoTypeParser {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_FIELD_NUMBER = (1 << 29) - 1;

    private final ProtoLexer words;
    private final ProtoOptions options;
    private final ProtoFieldParser fields;
    private int depth;

    /** @param file as far as it has been read; tells the syntax */
    ProtoTypeParser(ProtoLexer words, ProtoOptions options, FileDescriptorProtoOrBuilder file) {
        this.words = words;
        this.options = options;
        this.fields = new ProtoFieldParser(words, options, file);
    }

    /** A name with dots in it, and maybe one before it. */
    String typeName() {
        return fields.typeName();
    }

    DescriptorProto message() {
        return body(words.identifier());
    }

    private DescriptorProto body(String name) {
        if (++depth > MAX_DEPTH) {
            throw words.fault("expected messages no more than " + MAX_DEPTH + " deep");
        }
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        List<FieldDescriptorProto.Builder> optional = new ArrayList<>();
        words.expect("{");
        while (!words.accept("}")) {
            if (!words.accept(";")) {
                element(message, optional);
            }
        }
        addSyntheticOneofs(message, optional);
        depth--;
        return message.build();
    }

    private void element(DescriptorProto.Builder message, List<FieldDescriptorProto.Builder> optional) {
        if (words.accept("message")) {
            message.addNestedType(message());
        } else if (words.accept("enum")) {
            message.addEnumType(enumeration());
        } else if (words.accept("oneof")) {
            oneof(message);
        } else if (words.accept("option")) {
            options.statement(message.getOptionsBuilder());
        } else if (words.accept("extend")) {
            extend(message);
        } else if (words.accept("extensions")) {
            extensions(message);
        } else if (words.accept("reserved")) {
            reserved(message);
        } else if (words.accept("map")) {
            map(message);
        } else {
            FieldDescriptorProto.Builder field = field(message, fields.label());
            if (field.getProto3Optional()) {
                optional.add(field);
            }
        }
    }

    /** A field or group; added to the message, and answered for what is not known yet. */
    private FieldDescriptorProto.Builder field(DescriptorProto.Builder message, FieldDescriptorProto.Builder field) {
        message.addField(field);
        int position = message.getFieldCount() - 1;
        group(message, field);
        message.setField(position, field);
        return message.getFieldBuilder(position);
    }

    private void group(DescriptorProto.Builder around, FieldDescriptorProto.Builder field) {
        if (!words.accept("group")) {
            fields.finish(field);
            return;
        }
        String name = words.identifier();
        field.setName(name.toLowerCase(Locale.ROOT))
                .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                .setTypeName(name);
        fields.number(field);
        fields.options(field);
        around.addNestedType(body(name));
    }

    private void oneof(DescriptorProto.Builder message) {
        OneofDescriptorProto.Builder oneof = OneofDescriptorProto.newBuilder().setName(words.identifier());
        int index = message.getOneofDeclCount();
        message.addOneofDecl(oneof);
        words.expect("{");
        while (!words.accept("}")) {
            if (words.accept("option")) {
                options.statement(OneofOptions.newBuilder());
            } else if (!words.accept(";")) {
                field(message, fields.unlabelled().setOneofIndex(index));
            }
        }
    }

    private void map(DescriptorProto.Builder message) {
        words.expect("<");
        FieldDescriptorProto.Builder key =
                fields.type(fields.unlabelled()).setName("key").setNumber(1);
        words.expect(",");
        FieldDescriptorProto.Builder value =
                fields.type(fields.unlabelled()).setName("value").setNumber(2);
        words.expect(">");
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder().setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        field.setName(words.identifier()).setType(FieldDescriptorProto.Type.TYPE_MESSAGE);
        String entry = camelCase(field.getName()) + "Entry";
        fields.number(field.setTypeName(entry));
        fields.options(field);
        words.expect(";");
        message.addField(field)
                .addNestedType(DescriptorProto.newBuilder()
                        .setName(entry)
                        .addField(key)
                        .addField(value)
                        .setOptions(MessageOptions.newBuilder().setMapEntry(true)));
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        boolean upper = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    /** Presence of a proto3 field is told by a oneof of its own; those come last. */
    private static void addSyntheticOneofs(
            DescriptorProto.Builder message, List<FieldDescriptorProto.Builder> optional) {
        for (FieldDescriptorProto.Builder field : optional) {
            String name = "_" + field.getName();
            while (isTaken(message, name)) {
                name = "X" + name;
            }
            field.setOneofIndex(message.getOneofDeclCount());
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
        }
    }

    private static boolean isTaken(DescriptorProto.Builder message, String name) {
        return message.getFieldList().stream().anyMatch(field -> field.getName().equals(name))
                || message.getOneofDeclList().stream()
                        .anyMatch(oneof -> oneof.getName().equals(name));
    }

    /** Fields for another message, which is named behind the word {@code extend}. */
    void extend(DescriptorProto.Builder around) {
        String extendee = typeName();
        DescriptorProto.Builder extension = DescriptorProto.newBuilder();
        words.expect("{");
        while (!words.accept("}")) {
            if (!words.accept(";")) {
                field(extension, fields.label());
            }
        }
        around.addAllNestedType(extension.getNestedTypeList());
        extension.getFieldBuilderList().forEach(field -> around.addExtension(field.setExtendee(extendee)));
    }

    private void extensions(DescriptorProto.Builder message) {
        do {
            int from = (int) words.integer(1, MAX_FIELD_NUMBER);
            message.addExtensionRangeBuilder().setStart(from).setEnd(end(from, MAX_FIELD_NUMBER) + 1);
        } while (words.accept(","));
        options.bracketed(MessageOptions.newBuilder()); // none of theirs is kept
        words.expect(";");
    }

    private void reserved(DescriptorProto.Builder message) {
        do {
            if (words.kind() == Kind.NUMBER) {
                int from = (int) words.integer(1, MAX_FIELD_NUMBER);
                message.addReservedRangeBuilder().setStart(from).setEnd(end(from, MAX_FIELD_NUMBER) + 1);
            } else {
                message.addReservedName(reservedName());
            }
        } while (words.accept(","));
        words.expect(";");
    }

    /** In editions a name is no text. */
    private String reservedName() {
        return words.kind() == Kind.IDENTIFIER
                ? words.identifier()
                : words.bytes().toStringUtf8();
    }

    /** Inclusive. */
    private int end(int from, int max) {
        if (!words.accept("to")) {
            return from;
        }
        return words.accept("max") ? max : (int) words.integer(from, max);
    }

    EnumDescriptorProto enumeration() {
        EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName(words.identifier());
        words.expect("{");
        while (!words.accept("}")) {
            if (words.accept("option")) {
                options.statement(type.getOptionsBuilder());
            } else if (words.accept("reserved")) {
                reserved(type);
            } else if (!words.accept(";")) {
                type.addValue(symbol());
            }
        }
        if (type.hasOptions() && type.getOptions().equals(EnumOptions.getDefaultInstance())) {
            type.clearOptions();
        }
        return type.build();
    }

    private EnumValueDescriptorProto symbol() {
        EnumValueDescriptorProto.Builder symbol =
                EnumValueDescriptorProto.newBuilder().setName(words.identifier());
        words.expect("=");
        symbol.setNumber((int) words.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
        options.bracketed(EnumValueOptions.newBuilder());
        words.expect(";");
        return symbol.build();
    }

    private void reserved(EnumDescriptorProto.Builder type) {
        do {
            if (words.kind() == Kind.NUMBER || words.is("-")) {
                int from = (int) words.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
                type.addReservedRange(
                        EnumReservedRange.newBuilder().setStart(from).setEnd(end(from, Integer.MAX_VALUE)));
            } else {
                type.addReservedName(reservedName());
            }
        } while (words.accept(","));
        words.expect(";");
    }
}
