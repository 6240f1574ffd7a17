/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyOffsetsTest {
    private static ByteBuffer key(int number) {
        return ByteBuffer.wrap(("key" + number).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 200)
    void shouldKnowTheNewestOffsetOfEachKey(
            @ForAll @Size(max = 300) List<@IntRange(max = 50) Integer> keys,
            @ForAll @IntRange(min = 57, max = 200) int slots) {
        KeyOffsets offsets = new KeyOffsets(slots, 0.9);
        Map<Integer, Long> expected = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(offsets.put(key(keys.get(i)), i)).isTrue();
            expected.put(keys.get(i), (long) i);
        }
        assertThat(offsets.size()).isEqualTo(expected.size());
        for (int number = 0; number <= 60; number++) {
            assertThat(offsets.get(key(number))).isEqualTo(expected.getOrDefault(number, -1L));
        }
    }

    @Test
    void shouldRefuseAnotherKeyWhenFullAndStillTakeThoseItKnows() {
        KeyOffsets offsets = new KeyOffsets(20, 0.5);
        for (int number = 0; number < 10; number++) {
            assertThat(offsets.put(key(number), number)).isTrue();
        }
        assertThat(offsets.put(key(10), 10)).isFalse();
        assertThat(offsets.get(key(10))).isEqualTo(-1);
        assertThat(offsets.put(key(3), 11)).isTrue();
        assertThat(offsets.get(key(3))).isEqualTo(11);
    }

    @Test
    void shouldTakeNoMoreMemoryThanTheKeysNeed() {
        KeyOffsets few = KeyOffsets.forKeys(100, 1_000_000, 0.9);
        int room = 0;
        while (few.put(key(room), room)) {
            room++;
        }
        assertThat(room).as("sized for 100, not for a million").isBetween(100, 110);
        assertThat(KeyOffsets.forKeys(0, 1_000_000, 0.9).put(key(1), 1)).isTrue();
        assertThat(KeyOffsets.forKeys(Long.MAX_VALUE, 64, 0.9).put(key(1), 1)).isTrue();
    }

    @Test
    void shouldLeaveTheKeyAsItIs() {
        ByteBuffer key = key(1);
        KeyOffsets offsets = new KeyOffsets(20, 0.5);
        offsets.put(key, 7);
        assertThat(key.remaining()).isEqualTo(4);
        assertThat(offsets.get(key)).isEqualTo(7);
    }
}
