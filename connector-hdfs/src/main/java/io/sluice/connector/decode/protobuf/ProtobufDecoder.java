/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads Protobuf bytes: bare messages of one type, or Confluent's wire format, where each value names its schema. */
public final class ProtobufDecoder implements ValueDecoder {

    private final WireInput in = new WireInput();
    private final Framing framing;

    private ProtobufDecoder(Framing framing) {
        this.framing = framing;
    }

    /** Port. Where the file of a schema id is found; an id means one file for ever. */
    public interface Files {
        /**
         * The file of an id, linked.
         *
         * @throws RegistryUnavailableException if it cannot be told now: the record is to be tried again
         * @throws IOException if there is none, or it is no Protobuf schema
         */
        FileDescriptor byId(int id) throws IOException;
    }

    /** What is before a message. */
    interface Framing {
        /** Passes over it, and tells how to read what follows. */
        MessageReader open(byte[] value, WireInput in);
    }

    /**
     * For values that are nothing but a message of this type.
     *
     * @throws UnsupportedMessageException if no table can be made of it
     */
    public static ProtobufDecoder plain(Descriptor message) {
        MessageReader reader = MessageCompiler.compile(message);
        return new ProtobufDecoder((value, in) -> {
            in.reset(value, 0);
            return reader;
        });
    }

    /** For values in Confluent's wire format for Protobuf, each of which names its schema and message type. */
    public static ProtobufDecoder wireFormat(Files files) {
        return new ProtobufDecoder(new RegisteredMessages(files));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        return decode(Bytes.of(record));
    }

    /**
     * The row of one message, as {@link #decode(SinkRecord)} for who has no record.
     *
     * @throws BadValueException if the bytes are no such message
     */
    public GenericRecord decode(byte[] value) {
        MessageReader reader = framing.open(value, in);
        try {
            return reader.readWhole(in);
        } catch (WireFault e) {
            throw new BadValueException("not a message " + reader.messageName() + ": " + e.getMessage(), e);
        }
    }
}
