/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * The path to a message type that Confluent's serializers put behind the schema id: zigzag numbers, first how many, then
 * which of the file's messages, which of that one's, and so on; a single zero stands for the first. The types that stand
 * behind maps are not counted: a {@code .proto} text does not have them.
 */
record MessageIndexes(List<Integer> path) {

    private static final int MAX_DEPTH = 64;
    /** The file's first message. */
    private static final MessageIndexes FIRST = new MessageIndexes(List.of(0));

    static MessageIndexes read(WireInput in) {
        int count = CodedInputStream.decodeZigZag32(in.varint32());
        if (count == 0) {
            return FIRST;
        }
        if (count < 0 || count > MAX_DEPTH) {
            throw new WireFault("expected the path to a message type behind the schema id, found one of " + count
                    + " steps: is it Confluent's wire format for Protobuf?");
        }
        List<Integer> path = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            path.add(CodedInputStream.decodeZigZag32(in.varint32()));
        }
        return path.equals(FIRST.path) ? FIRST : new MessageIndexes(List.copyOf(path));
    }

    @SuppressWarnings("ReferenceEquality") // each that is read is this one object; asked for each value
    boolean isFirst() {
        return this == FIRST;
    }

    /** @throws WireFault if there is no such message type */
    Descriptor in(FileDescriptor file) {
        List<Descriptor> types = file.getMessageTypes();
        Descriptor found = null;
        for (int index : path) {
            if (index < 0 || index >= types.size()) {
                throw new WireFault("expected a message type of " + file.getName() + ", found the path " + path
                        + ", which leads to none");
            }
            found = types.get(index);
            types = found.getNestedTypes().stream()
                    .filter(type -> !type.getOptions().getMapEntry())
                    .toList();
        }
        if (found == null) {
            throw new WireFault("expected a message type of " + file.getName() + ", found an empty path");
        }
        return found;
    }
}
