/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.merge.mapping.Promotion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

    private static ByteBuffer widen(ByteBuffer from, Promotion promotion) {
        return ByteBuffer.wrap(Widening.widen(bytes(from), 0, 1, promotion)).order(ByteOrder.LITTLE_ENDIAN);
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
        assertThatThrownBy(() -> Widening.widen(new byte[4], 0, 1, Promotion.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing to widen");
    }
}
