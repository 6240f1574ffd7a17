/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads Protobuf bytes: bare messages of one type, or Confluent's wire format, where each value names its schema. */
public final class ProtobufDecoder implements ValueDecoder {

    private final WireInput in = new WireInput();
    private final Framing framing;

    private ProtobufDecoder(Framing framing) {
        this.framing = framing;
    }

    /** What is before a message. */
    private interface Framing {
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

    @Override
    public GenericRecord decode(SinkRecord record) {
        return decode(Bytes.of(record));
    }

    /** @throws BadValueException if the bytes are no such message */
    GenericRecord decode(byte[] value) {
        MessageReader reader = framing.open(value, in);
        try {
            return reader.readWhole(in);
        } catch (WireFault e) {
            throw new BadValueException("not a message " + reader.messageName() + ": " + e.getMessage(), e);
        }
    }
}
