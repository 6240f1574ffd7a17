/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.TopicReaders;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads Protobuf bytes straight to the schema of the topic's table: bare messages of one type, or Confluent's wire format,
 * where each value names its schema.
 */
public final class ProtobufDecoder implements ValueDecoder {

    private static final TopicReaders.Versions<MessageType, MessageReader> VERSIONS = new TopicReaders.Versions<>() {
        @Override
        public Schema schema(MessageType version) {
            return version.schema();
        }

        @Override
        public MessageReader reader(MessageType version, Schema rows) {
            return MessageCompiler.compile(version, rows);
        }
    };

    private final WireInput in = new WireInput();
    private final Framing framing;
    private final Map<String, TopicReaders<MessageType, MessageReader>> topics = new HashMap<>();

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
        /** Passes over it, and tells the type of what follows: one object for each, as long as it is remembered. */
        MessageType open(byte[] value, WireInput in);
    }

    /**
     * For values that are nothing but a message of this type.
     *
     * @throws UnsupportedMessageException if no table can be made of it
     */
    public static ProtobufDecoder plain(Descriptor message) {
        MessageType type = MessageType.of(message);
        return new ProtobufDecoder((value, in) -> {
            in.reset(value, 0);
            return type;
        });
    }

    /** For values in Confluent's wire format for Protobuf, each of which names its schema and message type. */
    public static ProtobufDecoder wireFormat(Files files) {
        return new ProtobufDecoder(new RegisteredMessages(files));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        return decode(record.originalTopic(), Bytes.of(record));
    }

    /**
     * The row of one message of a topic, as {@link #decode(SinkRecord)} for who has no record.
     *
     * @throws BadValueException if the bytes are no such message
     */
    public GenericRecord decode(String topic, byte[] value) {
        MessageType type = framing.open(value, in);
        MessageReader reader = topic(topic).of(type);
        try {
            return reader.readWhole(in);
        } catch (WireFault e) {
            throw new BadValueException("not a message " + type.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void adopt(String topic, Schema table) {
        var unused = topic(topic).adopt(table);
    }

    @Override
    public void forget(String topic) {
        topic(topic).forget();
    }

    private TopicReaders<MessageType, MessageReader> topic(String name) {
        TopicReaders<MessageType, MessageReader> known = topics.get(name);
        if (known == null) {
            known = new TopicReaders<>(VERSIONS, null);
            topics.put(name, known);
        }
        return known;
    }
}
