/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links {@code .proto} files to one another. The files of {@code google/protobuf/} are there of themselves.
 *
 * <p>Not thread-safe; what it makes is immutable.
 */
public final class ProtoFiles {

    private static final Map<String, FileDescriptor> GOOGLES = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>(GOOGLES);
    private final Set<String> around = new LinkedHashSet<>();

    /** @param files by the paths that imports name, which are the files' own names */
    public ProtoFiles(Collection<FileDescriptorProto> files) {
        files.forEach(file -> this.files.put(file.getName(), file));
    }

    /** Whether imports of this path need no file. */
    public static boolean isBuiltIn(String path) {
        return GOOGLES.containsKey(path);
    }

    /**
     * A file, with all that it imports.
     *
     * @throws ProtoSchemaException if it cannot be linked
     */
    public FileDescriptor link(String path) {
        FileDescriptor known = linked.get(path);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = files.get(path);
        if (file == null) {
            throw new ProtoSchemaException("file " + path + " is missing" + importedBy());
        }
        if (!around.add(path)) {
            throw new ProtoSchemaException("file " + path + " imports itself, by way of " + String.join(", ", around));
        }
        List<FileDescriptor> imports = new ArrayList<>();
        file.getDependencyList().forEach(each -> imports.add(link(each)));
        around.remove(path);
        try {
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]));
            linked.put(path, descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new ProtoSchemaException("file " + path + ": " + e.getMessage(), e);
        }
    }

    private String importedBy() {
        return around.isEmpty() ? "" : ", imported by " + List.copyOf(around).get(around.size() - 1);
    }

    /**
     * A message type of any of the files.
     *
     * @param fullName such as {@code shop.v1.Order} or {@code shop.v1.Order.Line}
     * @throws ProtoSchemaException if there is none, or the files cannot be linked
     */
    public Descriptor message(String fullName) {
        List<String> known = new ArrayList<>();
        for (String path : files.keySet()) {
            for (Descriptor message : link(path).getMessageTypes()) {
                if (fullName.equals(message.getFullName())) {
                    return message;
                }
                known.add(message.getFullName());
                if (fullName.startsWith(message.getFullName() + ".")) {
                    return nested(message, fullName);
                }
            }
        }
        throw new ProtoSchemaException("no message " + fullName + ": there are "
                + known.stream().limit(20).collect(Collectors.joining(", ")));
    }

    private static Descriptor nested(Descriptor message, String fullName) {
        Descriptor at = message;
        for (String name :
                fullName.substring(message.getFullName().length() + 1).split("\\.", -1)) {
            Descriptor inner = at.findNestedTypeByName(name);
            if (inner == null) {
                throw new ProtoSchemaException("no message " + fullName + ": " + at.getFullName() + " has no " + name);
            }
            at = inner;
        }
        return at;
    }
}
