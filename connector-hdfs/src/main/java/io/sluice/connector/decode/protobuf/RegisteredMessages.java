/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.schema.WireFormatException;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;

/** Messages in Confluent's wire format: a schema id and the path to a type of that file come before each. */
final class RegisteredMessages implements ProtobufDecoder.Framing {

    private static final int MOST_READERS = 1000;

    private final ProtobufDecoder.Files files;
    private final Map<Integer, FileDescriptor> known = new HashMap<>();
    private final Map<MessageType, MessageReader> readers = new HashMap<>();

    private record MessageType(int schemaId, MessageIndexes indexes) {}

    RegisteredMessages(ProtobufDecoder.Files files) {
        this.files = files;
    }

    @Override
    public MessageReader open(byte[] value, WireInput in) {
        try {
            int id = ConfluentWireFormat.schemaId(value);
            in.reset(value, ConfluentWireFormat.HEADER_BYTES);
            MessageType type = new MessageType(id, MessageIndexes.read(in));
            MessageReader reader = readers.get(type);
            return reader == null ? compile(type) : reader;
        } catch (WireFormatException | WireFault e) {
            throw new BadValueException(e.getMessage(), e);
        }
    }

    private MessageReader compile(MessageType type) {
        FileDescriptor file = file(type.schemaId());
        try {
            MessageReader reader = MessageCompiler.compile(type.indexes().in(file));
            if (readers.size() >= MOST_READERS) {
                readers.clear();
            }
            readers.put(type, reader);
            return reader;
        } catch (UnsupportedMessageException e) {
            throw new BadValueException(Outcome.BAD_SCHEMA, "schema " + type.schemaId() + ": " + e.getMessage(), e);
        }
    }

    private FileDescriptor file(int id) {
        FileDescriptor file = known.get(id);
        if (file == null) {
            try {
                file = files.byId(id);
            } catch (RegistryUnavailableException e) {
                throw new RetriableException(e.getMessage(), e);
            } catch (IOException e) {
                throw new BadValueException(Outcome.BAD_SCHEMA, e.getMessage(), e);
            }
            if (known.size() >= MOST_READERS) {
                known.clear();
            }
            known.put(id, file);
        }
        return file;
    }
}
