/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.BoundedMemory;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.WireFormatException;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Messages in Confluent's wire format: a schema id and the path to a type of that file come before each. */
final class RegisteredMessages implements ProtobufDecoder.Framing {

    private static final int MOST_SCHEMAS = 2000;

    private final ProtobufDecoder.Files files;
    private final BoundedMemory<Integer, Registered> schemas = BoundedMemory.ofEqual(MOST_SCHEMAS);

    /** A file, and those of its message types that were met. */
    private static final class Registered {

        private final FileDescriptor file;
        /** What most values are of. */
        private @Nullable MessageType first;

        private final Map<MessageIndexes, MessageType> others = new HashMap<>();

        Registered(FileDescriptor file) {
            this.file = file;
        }

        @Nullable MessageType known(MessageIndexes path) {
            return path.isFirst() ? first : others.get(path);
        }

        MessageType add(MessageIndexes path) {
            MessageType type = MessageType.of(path.in(file));
            if (path.isFirst()) {
                first = type;
            } else {
                others.put(path, type);
            }
            return type;
        }
    }

    RegisteredMessages(ProtobufDecoder.Files files) {
        this.files = files;
    }

    @Override
    public MessageType open(byte[] value, WireInput in) {
        try {
            int id = ConfluentWireFormat.schemaId(value);
            in.reset(value, ConfluentWireFormat.HEADER_BYTES);
            MessageIndexes path = MessageIndexes.read(in);
            Registered known = schemas.get(id);
            Registered schema = known == null ? schemas.put(id, new Registered(file(id))) : known;
            MessageType type = schema.known(path);
            return type == null ? add(id, schema, path) : type;
        } catch (WireFormatException | WireFault e) {
            throw new BadValueException(e.getMessage(), e);
        }
    }

    private static MessageType add(int id, Registered schema, MessageIndexes path) {
        try {
            return schema.add(path);
        } catch (UnsupportedMessageException e) {
            throw new BadValueException(Outcome.BAD_SCHEMA, "schema " + id + ": " + e.getMessage(), e);
        }
    }

    private FileDescriptor file(int id) {
        try {
            return files.byId(id);
        } catch (RegistryUnavailableException e) {
            throw new RetriableException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadValueException(Outcome.BAD_SCHEMA, e.getMessage(), e);
        }
    }
}
