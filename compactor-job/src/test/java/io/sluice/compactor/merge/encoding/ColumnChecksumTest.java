/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ColumnChecksumTest {

    private static final int MAX = 2;

    private static ColumnSum oneByOne(int[] repetition, int[] definition, long[] values) {
        ColumnChecksum sum = new ColumnChecksum();
        int value = 0;
        for (int i = 0; i < definition.length; i++) {
            if (definition[i] == MAX) {
                sum.add(values[value++], repetition[i], MAX);
            } else {
                sum.addNull(repetition[i], definition[i]);
            }
        }
        return sum.sum();
    }

    private static long[] hashes(long[] values) {
        long[] hashes = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            hashes[i] = ColumnChecksum.hash(values[i]);
        }
        return hashes;
    }

    @Property(tries = 200)
    void manyAtATimeAreAsManyOneByOne(@ForAll long seed, @ForAll @IntRange(max = 100) int count) {
        Random random = new Random(seed);
        long[] values = random.longs(count).toArray();
        int[] definition = random.ints(count, 0, MAX + 1).toArray();
        int[] repetition = random.ints(count, 0, 2).toArray();
        int[] flat = new int[count];
        int[] there = random.ints(count, MAX, MAX + 1).toArray();

        ColumnChecksum all = new ColumnChecksum();
        all.addAll(repetition, definition, count, MAX, hashes(values));
        ColumnChecksum nullable = new ColumnChecksum();
        nullable.addFlat(definition, count, MAX, hashes(values));
        ColumnChecksum full = new ColumnChecksum();
        full.addValues(count, MAX, hashes(values));

        assertThat(all.sum()).isEqualTo(oneByOne(repetition, definition, values));
        assertThat(nullable.sum()).isEqualTo(oneByOne(flat, definition, values));
        assertThat(full.sum()).isEqualTo(oneByOne(flat, there, values));
    }

    @Property(tries = 200)
    void valuesThatChangePlacesOrLevelsChangeTheSum(@ForAll long seed, @ForAll @IntRange(min = 2, max = 50) int count) {
        Random random = new Random(seed);
        long[] values = random.longs(count).toArray();
        int[] levels = random.ints(count, MAX, MAX + 1).toArray();
        int[] flat = new int[count];
        ColumnSum sum = oneByOne(flat, levels, values);
        int i = random.nextInt(count - 1);

        long[] swapped = values.clone();
        swapped[i] = values[i + 1];
        swapped[i + 1] = values[i];
        int[] repeating = flat.clone();
        repeating[i + 1] = 1;

        assertThat(oneByOne(flat, levels, swapped)).isNotEqualTo(sum);
        assertThat(oneByOne(repeating, levels, values)).isNotEqualTo(sum);
    }
}
