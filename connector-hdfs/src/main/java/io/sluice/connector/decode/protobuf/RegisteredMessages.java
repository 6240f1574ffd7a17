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

    private static final int MOST_SCHEMAS = 1000;

    private final ProtobufDecoder.Files files;
    private final Map<Integer, Registered> schemas = new HashMap<>();

    /** A file, and readers of those of its message types that were met. */
    private record Registered(FileDescriptor file, Map<MessageIndexes, MessageReader> readers) {}

    RegisteredMessages(ProtobufDecoder.Files files) {
        this.files = files;
    }

    @Override
    public MessageReader open(byte[] value, WireInput in) {
        try {
            int id = ConfluentWireFormat.schemaId(value);
            in.reset(value, ConfluentWireFormat.HEADER_BYTES);
            MessageIndexes type = MessageIndexes.read(in);
            Registered known = schemas.get(id);
            Registered schema = known == null ? register(id) : known;
            MessageReader reader = schema.readers().get(type);
            return reader == null ? compile(id, schema, type) : reader;
        } catch (WireFormatException | WireFault e) {
            throw new BadValueException(e.getMessage(), e);
        }
    }

    private Registered register(int id) {
        Registered registered = new Registered(file(id), new HashMap<>());
        if (schemas.size() >= MOST_SCHEMAS) {
            schemas.clear();
        }
        schemas.put(id, registered);
        return registered;
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

    private static MessageReader compile(int id, Registered schema, MessageIndexes type) {
        try {
            MessageReader reader = MessageCompiler.compile(type.in(schema.file()));
            schema.readers().put(type, reader);
            return reader;
        } catch (UnsupportedMessageException e) {
            throw new BadValueException(Outcome.BAD_SCHEMA, "schema " + id + ": " + e.getMessage(), e);
        }
    }
}
