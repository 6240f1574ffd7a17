/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DictionaryUnionTest {

    private static final int PLENTY = 1 << 20;

    private static PlainValues texts(String... texts) {
        PlainValues values = new PlainValues(PlainWidth.VARIABLE);
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer plain = ByteBuffer.allocate(Integer.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            plain.putInt(bytes.length).put(bytes);
            values.add(plain.array(), 0, plain.capacity());
        }
        return values;
    }

    private static PlainValues numbers(long... numbers) {
        ByteBuffer plain = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            plain.putLong(number);
        }
        return PlainValues.of(plain.array(), numbers.length, Long.BYTES);
    }

    @Test
    void aPrefixKeepsItsIds() {
        DictionaryUnion union = new DictionaryUnion(PlainWidth.VARIABLE, PLENTY);

        assertThat(union.add(texts("a", "b")))
                .hasValueSatisfying(r -> assertThat(r.isIdentity()).isTrue());
        assertThat(union.add(texts("a", "b", "c")))
                .hasValueSatisfying(r -> assertThat(r.isIdentity()).isTrue());
        assertThat(union.add(texts("a")))
                .hasValueSatisfying(r -> assertThat(r.isIdentity()).isTrue());
        assertThat(union.values().count()).isEqualTo(3);
    }

    @Test
    void idsOfAnotherOrderAreRenamed() {
        DictionaryUnion union = new DictionaryUnion(PlainWidth.VARIABLE, PLENTY);
        union.add(texts("a", "b"));

        Renaming renaming = union.add(texts("x", "b", "", "a")).orElseThrow();

        assertThat(renaming.isIdentity()).isFalse();
        int[] ids = {0, 1, 2, 3, 0};
        renaming.rename(ids, 4);
        assertThat(ids).containsExactly(2, 1, 3, 0, 0);
        assertThat(union.values().toByteArray())
                .isEqualTo(texts("a", "b", "x", "").toByteArray());
    }

    @Test
    void valuesOfOneNumberAndOtherBitsStayApart() {
        DictionaryUnion union = new DictionaryUnion(Long.BYTES, PLENTY);

        union.add(numbers(Double.doubleToRawLongBits(0.0), Double.doubleToRawLongBits(-0.0)));
        union.add(numbers(0x7ff8000000000000L, 0x7ff8000000000001L));

        assertThat(union.values().count()).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitLeavesNoTrace() {
        DictionaryUnion union = new DictionaryUnion(Long.BYTES, 4 * Long.BYTES);
        union.add(numbers(1, 2));

        assertThat(union.add(numbers(3, 4, 5, 6))).isEmpty();
        assertThat(union.add(numbers(3, 1))).hasValueSatisfying(r -> {
            assertThat(r.of(0)).isEqualTo(2);
            assertThat(r.of(1)).isZero();
        });
        assertThat(union.values().toByteArray()).isEqualTo(numbers(1, 2, 3).toByteArray());
    }

    @Property(tries = 100)
    void isWhatAMapMakesOfIt(@ForAll long seed) {
        Random random = new Random(seed);
        DictionaryUnion union = new DictionaryUnion(Long.BYTES, PLENTY);
        Map<Long, Integer> expected = new LinkedHashMap<>();
        for (int round = 0; round < 5; round++) {
            long[] numbers =
                    random.longs(random.nextInt(300), 0, 400).distinct().toArray();
            List<Integer> ids = new ArrayList<>();
            for (long number : numbers) {
                expected.putIfAbsent(number, expected.size());
                ids.add(expected.get(number));
            }

            Renaming renaming = union.add(numbers(numbers)).orElseThrow();

            for (int i = 0; i < numbers.length; i++) {
                assertThat(renaming.of(i)).isEqualTo(ids.get(i));
            }
        }
        long[] all = expected.keySet().stream().mapToLong(Long::longValue).toArray();
        assertThat(union.values().toByteArray()).isEqualTo(numbers(all).toByteArray());
    }

    @Test
    void brokenDictionariesAreRefused() {
        byte[] tooLong = {9, 0, 0, 0, 'a'};
        assertThatThrownBy(() -> PlainValues.of(tooLong, 1, PlainWidth.VARIABLE))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("a value of 9 bytes");
        assertThatThrownBy(() -> PlainValues.of(new byte[15], 2, Long.BYTES))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("2 values of 8 bytes in 15 bytes");
        assertThatThrownBy(() -> PlainValues.of(new byte[8], Integer.MAX_VALUE, PlainWidth.VARIABLE))
                .isInstanceOf(CorruptPageException.class);
        assertThat(Optional.of(PlainValues.of(new byte[0], 0, PlainWidth.VARIABLE)))
                .isPresent();
    }
}
