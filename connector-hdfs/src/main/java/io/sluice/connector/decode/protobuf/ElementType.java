/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.WireFormat;
import java.util.function.Supplier;
import org.apache.avro.Schema;

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

    /** Several of them may follow one another without tags, behind one length. */
    boolean isPackable() {
        return wireType == WireFormat.WIRETYPE_VARINT
                || wireType == WireFormat.WIRETYPE_FIXED32
                || wireType == WireFormat.WIRETYPE_FIXED64;
    }
}
