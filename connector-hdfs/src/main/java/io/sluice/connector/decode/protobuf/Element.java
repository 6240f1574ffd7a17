/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.schema.resolution.PromotedDatum;
import io.sluice.schema.resolution.Resolution;
import io.sluice.schema.resolution.Resolution.Promoted;
import java.util.function.Supplier;

/**
 * How one value of a field is read as what the row has.
 *
 * @param wireType as {@link WireFormat} numbers them
 * @param zero what Protobuf takes an absent value for
 */
record Element(int wireType, ValueReader reader, Supplier<Object> zero) {

    /** Values of a type that may become a wider one. */
    static Element of(ElementType type, Resolution resolution) {
        if (resolution instanceof Promoted promoted) {
            var conversion = PromotedDatum.of(promoted);
            return new Element(
                    type.wireType(),
                    in -> conversion.apply(type.reader().read(in)),
                    () -> conversion.apply(type.zero().get()));
        }
        return new Element(type.wireType(), type.reader(), type.zero());
    }

    /** Messages of a field. */
    static Element of(FieldDescriptor field, MessageReader message) {
        int wireType = wireTypeOfMessage(field);
        if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return new Element(wireType, message, message::fresh);
        }
        int endTag = (field.getNumber() << 3) | WireFormat.WIRETYPE_END_GROUP;
        return new Element(wireType, in -> message.readGroup(in, message.fresh(), endTag), message::fresh);
    }

    static int wireTypeOfMessage(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.GROUP
                ? WireFormat.WIRETYPE_START_GROUP
                : WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Several of them may follow one another without tags, behind one length. */
    boolean isPackable() {
        return wireType == WireFormat.WIRETYPE_VARINT
                || wireType == WireFormat.WIRETYPE_FIXED32
                || wireType == WireFormat.WIRETYPE_FIXED64;
    }
}
