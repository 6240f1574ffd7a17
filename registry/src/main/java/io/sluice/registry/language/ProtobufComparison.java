/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages written under one file read right under another. Fields are told apart by their numbers, names do not
 * matter. A field may come and go, unless it is required; its type may change to one of the same encoding; it may become
 * repeated only where the encoding of one value and of many is the same.
 *
 * <p>Source: the Protocol Buffers language guide, "Updating a Message Type", and the rules that Confluent's registry
 * documents.
 */
final class ProtobufComparison {

    private final String reader;
    private final String writer;
    private final List<String> problems = new ArrayList<>();

    private ProtobufComparison(String reader, String writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Compares two files.
     *
     * @param readerName what the reader's file is called in the answer
     * @return what does not read right, each in a sentence
     */
    static List<String> of(FileDescriptor reader, String readerName, FileDescriptor writer, String writerName) {
        ProtobufComparison comparison = new ProtobufComparison(readerName, writerName);
        comparison.messages(reader.getMessageTypes(), writer.getMessageTypes());
        return comparison.problems;
    }

    private void messages(List<Descriptor> readers, List<Descriptor> writers) {
        for (Descriptor written : writers) {
            Descriptor read = readers.stream()
                    .filter(message -> message.getName().equals(written.getName()))
                    .findFirst()
                    .orElse(null);
            if (read == null) {
                problems.add("message " + local(written) + ": " + writer + " has it, " + reader + " does not.");
            } else {
                fields(read, written);
                messages(read.getNestedTypes(), written.getNestedTypes());
            }
        }
    }

    private void fields(Descriptor read, Descriptor written) {
        for (FieldDescriptor field : written.getFields()) {
            FieldDescriptor counterpart = read.findFieldByNumber(field.getNumber());
            if (counterpart == null) {
                gone(read, field);
            } else {
                types(counterpart, field);
            }
        }
        for (FieldDescriptor field : read.getFields()) {
            FieldDescriptor counterpart = written.findFieldByNumber(field.getNumber());
            if (field.isRequired() && (counterpart == null || !counterpart.isRequired())) {
                problem(field, reader + " requires it, and " + writer + " does not have it in each message");
            }
        }
        read.getRealOneofs().forEach(oneof -> oneof(oneof, written));
    }

    private void gone(Descriptor read, FieldDescriptor field) {
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (field.isRequired()) {
            problem(field, writer + " requires it, and " + reader + " does not have it");
        } else if (oneof != null
                && read.getRealOneofs().stream()
                        .anyMatch(other -> other.getName().equals(oneof.getName()))) {
            problem(field, "it is gone from the oneof " + oneof.getName() + " of " + reader);
        }
    }

    private void types(FieldDescriptor read, FieldDescriptor written) {
        if (!Objects.equals(encoding(read), encoding(written))) {
            problem(
                    written,
                    reader + " has " + typeName(read) + ", " + writer + " has " + typeName(written)
                            + "; keep the type, or take another number");
        } else if (read.isRepeated() != written.isRepeated() && packs(read)) {
            problem(written, "it is repeated in one of " + reader + " and " + writer + " only");
        }
    }

    /** Types with the same one can be read as one another. */
    private static String encoding(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map";
        }
        return switch (field.getType()) {
            case INT32, INT64, UINT32, UINT64, BOOL, ENUM -> "varint";
            case SINT32, SINT64 -> "zigzag";
            case FIXED32, SFIXED32 -> "fixed32";
            case FIXED64, SFIXED64 -> "fixed64";
            case STRING, BYTES -> "bytes";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case MESSAGE, GROUP -> field.getType() + " " + local(field.getMessageType());
        };
    }

    /** Whether many values of it may be written as one block, in which a single one is not found. */
    private static boolean packs(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING, BYTES, MESSAGE, GROUP -> false;
            default -> true;
        };
    }

    /** Fields that could be set together before cannot be in a oneof: all but the last would be lost. */
    private void oneof(OneofDescriptor oneof, Descriptor written) {
        List<FieldDescriptor> known = oneof.getFields().stream()
                .map(field -> written.findFieldByNumber(field.getNumber()))
                .filter(Objects::nonNull)
                .toList();
        List<@Nullable OneofDescriptor> containers = new ArrayList<>();
        known.forEach(field -> containers.add(field.getRealContainingOneof()));
        boolean together = containers.stream().distinct().count() <= 1 && !containers.contains(null);
        if (known.size() > 1 && !together) {
            problems.add("oneof " + local(oneof.getContainingType()) + "." + oneof.getName() + ": " + writer
                    + " may set several of its fields at once.");
        }
    }

    private void problem(FieldDescriptor field, String what) {
        problems.add("field " + local(field.getContainingType()) + "." + field.getName() + " (number "
                + field.getNumber() + "): " + what + ".");
    }

    private static String typeName(FieldDescriptor field) {
        if (field.isMapField()) {
            return "a map";
        }
        return switch (field.getType()) {
            case MESSAGE, GROUP -> "message " + field.getMessageType().getFullName();
            case ENUM -> "enum " + field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    /** Without the package, which may change. */
    private static String local(Descriptor message) {
        String pack = message.getFile().getPackage();
        return pack.isEmpty() ? message.getFullName() : message.getFullName().substring(pack.length() + 1);
    }
}
