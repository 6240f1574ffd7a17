/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import org.apache.avro.Schema;

/**
 * A message type, and the schema that its rows have by themselves; one object for each version of a type.
 *
 * @param schema a record with the fields of the message, in their order
 */
record MessageType(Descriptor message, Schema schema) {

    /** @throws UnsupportedMessageException if it contains itself, or has no field */
    static MessageType of(Descriptor message) {
        return new MessageType(message, MessageSchemas.of(message));
    }

    String name() {
        return message.getFullName();
    }
}
