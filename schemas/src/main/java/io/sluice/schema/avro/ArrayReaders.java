/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.PrimitivesArrays.BooleanArray;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.generic.PrimitivesArrays.IntArray;
import org.apache.avro.generic.PrimitivesArrays.LongArray;

/** Readers of arrays. Numbers are held unboxed, as by Avro's own reader. */
final class ArrayReaders {

    private ArrayReaders() {}

    /** Adds the next element of the input to an array. */
    @FunctionalInterface
    private interface Appender<A> {
        void append(A array, AvroInput in);
    }

    /**
     * A reader of arrays.
     *
     * @param element reads an element as the reader's schema wants it
     */
    static ValueReader of(Schema writer, Schema reader, ValueReader element) {
        Schema.Type from = writer.getElementType().getType();
        // An int is written as a long is.
        boolean whole = from == Schema.Type.INT || from == Schema.Type.LONG;
        int bytes = MinimumBytes.of(writer.getElementType());
        Schema.Type to = from == Schema.Type.UNION
                ? Schema.Type.UNION
                : reader.getElementType().getType();
        return switch (to) {
            case BOOLEAN ->
                reader(bytes, n -> new BooleanArray(n, reader), (a, in) -> a.add(a.size(), in.readBoolean()));
            case INT -> reader(bytes, n -> new IntArray(n, reader), (a, in) -> a.add(a.size(), in.readInt()));
            case LONG -> reader(bytes, n -> new LongArray(n, reader), (a, in) -> a.add(a.size(), in.readLong()));
            case FLOAT ->
                reader(
                        bytes,
                        n -> new FloatArray(n, reader),
                        whole
                                ? (a, in) -> a.add(a.size(), (float) in.readLong())
                                : (a, in) -> a.add(a.size(), in.readFloat()));
            case DOUBLE ->
                reader(
                        bytes,
                        n -> new DoubleArray(n, reader),
                        whole
                                ? (a, in) -> a.add(a.size(), (double) in.readLong())
                                : from == Schema.Type.FLOAT
                                        ? (a, in) -> a.add(a.size(), (double) in.readFloat())
                                        : (a, in) -> a.add(a.size(), in.readDouble()));
            default -> reader(bytes, n -> new GenericData.Array<Object>(n, reader), (a, in) -> a.add(element.read(in)));
        };
    }

    private static <A> ValueReader reader(int elementBytes, IntFunction<A> ofCapacity, Appender<A> appender) {
        return in -> {
            try {
                int count = in.readBlock(elementBytes);
                A array = ofCapacity.apply(count);
                while (count > 0) {
                    for (int i = 0; i < count; i++) {
                        appender.append(array, in);
                    }
                    count = in.readBlock(elementBytes);
                }
                return array;
            } catch (UnreadableValueException e) {
                throw e.inElements();
            }
        };
    }
}
