/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one value of a field is, in Avro and on the wire.
 *
 * @param wireType as {@link WireFormat} numbers them
 * @param zero what Protobuf takes an absent value for
 * @param avroZero the same as a default in {@code schema}
 */
record ElementType(Schema schema, int wireType, ValueReader reader, Supplier<Object> zero, Object avroZero) {

    static ElementType scalar(Schema schema, int wireType, ValueReader reader, Object zero, Object avroZero) {
        return new ElementType(schema, wireType, reader, () -> zero, avroZero);
    }

    /** The type of a field's values; null if they are records. */
    static @Nullable ElementType of(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return ScalarTypes.of(field);
        }
        Descriptor message = field.getMessageType();
        ElementType wellKnown = WellKnownTypes.of(message);
        return wellKnown == null && message.getFields().isEmpty() ? present(field) : wellKnown;
    }

    /** Of a message without a field there is nothing to tell but that it is there. */
    private static ElementType present(FieldDescriptor field) {
        int wireType = Element.wireTypeOfMessage(field);
        int tag = (field.getNumber() << 3) | wireType;
        ValueReader reader = in -> {
            in.skip(tag);
            return true;
        };
        return scalar(Schema.create(Schema.Type.BOOLEAN), wireType, reader, true, true);
    }

    /** The wire type of a field's messages. */
    static int ofMessage(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.GROUP
                ? WireFormat.WIRETYPE_START_GROUP
                : WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
