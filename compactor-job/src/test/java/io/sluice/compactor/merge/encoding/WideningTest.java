/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.merge.mapping.Promotion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

class WideningTest {

    private static ByteBuffer plain(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.capacity()];
        from.duplicate().get(bytes);
        return bytes;
    }

    private static PrimitiveType type(PrimitiveTypeName kind) {
        return Types.required(kind).named("v");
    }

    private static ByteBuffer widen(ByteBuffer from, Promotion promotion) {
        byte[] value = bytes(from);
        PrimitiveType one = type(value.length == Integer.BYTES ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64);
        if (promotion == Promotion.FLOAT_TO_DOUBLE) {
            one = type(PrimitiveTypeName.FLOAT);
        }
        boolean shorter = promotion == Promotion.INT_TO_FLOAT || promotion == Promotion.LONG_TO_FLOAT;
        PrimitiveType other = type(shorter ? PrimitiveTypeName.FLOAT : PrimitiveTypeName.INT64);
        byte[] wide = Widening.of(promotion, one, other).widen(value, 0, value.length, 1);
        return ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Property
    void isJavasOwn(@ForAll int number, @ForAll long wide, @ForAll float real) {
        ByteBuffer ints = plain(Integer.BYTES).putInt(0, number);
        ByteBuffer longs = plain(Long.BYTES).putLong(0, wide);
        ByteBuffer floats = plain(Float.BYTES).putFloat(0, real);

        assertThat(widen(ints, Promotion.INT_TO_LONG).getLong()).isEqualTo(number);
        assertThat(widen(ints, Promotion.INT_TO_FLOAT).getFloat()).isEqualTo((float) number);
        assertThat(widen(ints, Promotion.INT_TO_DOUBLE).getDouble()).isEqualTo(number);
        assertThat(widen(longs, Promotion.LONG_TO_FLOAT).getFloat()).isEqualTo((float) wide);
        assertThat(widen(longs, Promotion.LONG_TO_DOUBLE).getDouble()).isEqualTo((double) wide);
        assertThat(widen(floats, Promotion.FLOAT_TO_DOUBLE).getDouble()).isEqualTo(real);
    }

    @Test
    void nothingToWidenIsAMistake() {
        PrimitiveType number = type(PrimitiveTypeName.INT32);
        assertThatThrownBy(() -> Widening.of(Promotion.NONE, number, number).widen(new byte[4], 0, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing to widen");
    }
}
