/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.sluice.schema.protobuf.ProtoLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of a file, message, field or enum. Those that Protobuf itself declares with a plain value are kept; custom ones
 * and those with a block as value are read and dropped, since they have no say in how bytes are read.
 */
final class ProtoOptions {

    private final ProtoLexer words;

    ProtoOptions(ProtoLexer words) {
        this.words = words;
    }

    /** What stands behind the word option at the beginning of a statement. */
    void statement(Message.Builder options) {
        one(options);
        words.expect(";");
    }

    /** The options in brackets behind a value that has no others of interest, if there are any. */
    void bracketed(Message.Builder options) {
        if (words.accept("[")) {
            do {
                one(options);
            } while (words.accept(","));
            words.expect("]");
        }
    }

    /** A name, and the value that it gets. */
    void one(Message.Builder options) {
        List<String> name = name();
        words.expect("=");
        if (words.is("{")) {
            skipBlock();
            return;
        }
        if (name.isEmpty()) {
            skipValue();
        } else {
            set(options, name, 0);
        }
    }

    /** Empty for a custom option. */
    private List<String> name() {
        List<String> name = new ArrayList<>();
        boolean custom = false;
        do {
            if (words.accept("(")) {
                custom = true;
                while (!words.accept(")")) {
                    words.next();
                    if (words.kind() == Kind.END) {
                        throw words.fault("expected ')'");
                    }
                }
            } else {
                name.add(words.identifier());
            }
        } while (words.accept("."));
        return custom ? List.of() : name;
    }

    private void set(Message.Builder options, List<String> name, int at) {
        FieldDescriptor field = options.getDescriptorForType().findFieldByName(name.get(at));
        boolean last = at == name.size() - 1;
        if (field == null || field.isRepeated()) {
            skipValue();
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !last) {
            set(options.getFieldBuilder(field), name, at + 1);
        } else if (!last) {
            skipValue();
        } else {
            setValue(options, field);
        }
    }

    private void setValue(Message.Builder options, FieldDescriptor field) {
        switch (field.getJavaType()) {
            case BOOLEAN -> options.setField(field, bool());
            case STRING -> options.setField(field, words.bytes().toStringUtf8());
            case ENUM -> {
                EnumValueDescriptor value = field.getEnumType().findValueByName(words.word());
                if (value == null) {
                    throw words.fault("expected one of "
                            + field.getEnumType().getValues().stream()
                                    .map(EnumValueDescriptor::getName)
                                    .toList());
                }
                words.next();
                options.setField(field, value);
            }
            default -> skipValue();
        }
    }

    private boolean bool() {
        if (words.accept("true")) {
            return true;
        }
        words.expect("false");
        return false;
    }

    private void skipValue() {
        if (words.kind() == Kind.TEXT) {
            words.bytes();
            return;
        }
        if (!words.accept("-")) {
            words.accept("+");
        }
        if (words.kind() != Kind.IDENTIFIER && words.kind() != Kind.NUMBER) {
            throw words.fault("expected the value of an option");
        }
        words.next();
    }

    /** All up to the brace that ends the one that begins here. */
    void skipBlock() {
        if (!words.is("{")) {
            throw words.fault("expected '{'");
        }
        int open = 0;
        do {
            if (words.kind() == Kind.END) {
                throw words.fault("expected '}'");
            } else if (words.is("{")) {
                open++;
            } else if (words.is("}")) {
                open--;
            }
            words.next();
        } while (open > 0);
    }
}
