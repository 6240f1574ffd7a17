/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

/** Our hybrid codec against parquet-java's, in both directions. */
class RunLengthTest {

    /** Runs and singles in turns, as levels and ids come. */
    private static int[] values(long seed, int bitWidth, int count) {
        Random random = new Random(seed);
        int mask = bitWidth == Integer.SIZE ? -1 : (1 << bitWidth) - 1;
        int[] values = new int[count];
        for (int i = 0; i < count; ) {
            int run = random.nextInt(3) == 0 ? random.nextInt(40) + 1 : 1;
            int value = random.nextInt() & mask;
            for (int k = 0; k < run && i < count; k++) {
                values[i++] = value;
            }
        }
        return values;
    }

    private static byte[] encode(int[] values, int bitWidth) {
        byte[] bytes = new byte[RunLength.maxBytes(values.length, bitWidth)];
        return Arrays.copyOf(bytes, RunLength.encode(values, values.length, bitWidth, bytes, 0));
    }

    @Property(tries = 300)
    void parquetJavaReadsWhatWeWrite(
            @ForAll long seed, @ForAll @IntRange(max = 32) int bitWidth, @ForAll @IntRange(max = 700) int count)
            throws IOException {
        int[] values = values(seed, bitWidth, count);

        RunLengthBitPackingHybridDecoder decoder =
                new RunLengthBitPackingHybridDecoder(bitWidth, new ByteArrayInputStream(encode(values, bitWidth)));

        int[] read = new int[count];
        for (int i = 0; i < count; i++) {
            read[i] = decoder.readInt();
        }
        assertThat(read).isEqualTo(values);
    }

    @Property(tries = 300)
    void countsOnes(@ForAll long seed, @ForAll @IntRange(max = 1500) int count) {
        int[] values = values(seed, 1, count);
        byte[] bytes = encode(values, 1);

        assertThat(RunLength.ones(bytes, 0, bytes.length, count))
                .isEqualTo(Arrays.stream(values).sum());
    }

    @Test
    void countsNoOnesThatAreNotThere() {
        byte[] bytes = {2 << 1, 1};
        assertThatThrownBy(() -> RunLength.ones(bytes, 0, 2, 3)).isInstanceOf(CorruptPageException.class);
        byte[] two = {2 << 1, 2};
        assertThatThrownBy(() -> RunLength.ones(two, 0, 2, 2)).isInstanceOf(CorruptPageException.class);
    }

    @Property(tries = 300)
    void readsWhatParquetJavaWrites(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 32) int bitWidth,
            @ForAll @IntRange(max = 700) int count)
            throws IOException {
        int[] values = values(seed, bitWidth, count);
        byte[] bytes;
        try (RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bitWidth, 64, 1 << 20, HeapByteBufferAllocator.getInstance())) {
            for (int value : values) {
                encoder.writeInt(value);
            }
            bytes = encoder.toBytes().toInputStream().readAllBytes();
        }

        int[] read = new int[count];
        int end = RunLength.decode(bytes, 0, bytes.length, bitWidth, read, count);

        assertThat(read).isEqualTo(values);
        assertThat(end).isLessThanOrEqualTo(bytes.length);
    }

    @Property(tries = 300)
    void readsWhatItWritesInTheMiddleOfAnArray(
            @ForAll long seed, @ForAll @IntRange(max = 32) int bitWidth, @ForAll @IntRange(max = 700) int count) {
        int[] values = values(seed, bitWidth, count);
        byte[] encoded = encode(values, bitWidth);
        byte[] around = new byte[encoded.length + 10];
        Arrays.fill(around, (byte) -1);
        System.arraycopy(encoded, 0, around, 5, encoded.length);

        int[] read = new int[count];
        int end = RunLength.decode(around, 5, 5 + encoded.length, bitWidth, read, count);

        assertThat(read).isEqualTo(values);
        assertThat(end).isEqualTo(5 + encoded.length);
    }

    @Property(tries = 200)
    void endsBeforeTheValuesDoAreNoticed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int bitWidth) {
        int[] values = values(seed, bitWidth, 100);
        byte[] encoded = encode(values, bitWidth);

        assertThatThrownBy(() -> RunLength.decode(
                        encoded, 0, encoded.length, bitWidth, new int[values.length + 8], values.length + 8))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("of 108 values");
    }

    @Test
    void manyEqualLevelsAreOneRun() {
        assertThat(encode(new int[1_000_000], 1)).hasSize(4);
    }

    @Test
    void aConstantRunIsSeenWithoutDecoding() {
        int[] ones = new int[500];
        Arrays.fill(ones, 1);
        byte[] run = encode(ones, 2);
        byte[] mixed = encode(new int[] {1, 2, 3, 1, 0, 1, 2, 3, 3}, 2);

        assertThat(RunLength.constant(run, 0, run.length, 2, 500)).isEqualTo(1);
        assertThat(RunLength.constant(run, 0, run.length, 2, 501)).isEqualTo(-1);
        assertThat(RunLength.constant(mixed, 0, mixed.length, 2, 9)).isEqualTo(-1);
    }

    @Test
    void noLevelIsHigherThanTheColumnHas() {
        byte[] packed = encode(new int[] {0, 1, 2, 3, 2, 1, 0, 1}, 2);
        byte[] run = {20, 2}; // Ten times 2, which one bit cannot say and a run's byte can.
        int[] levels = new int[10];

        RunLength.levels(packed, 0, packed.length, 3, levels, 8);
        assertThat(levels).startsWith(0, 1, 2, 3, 2, 1, 0, 1);
        RunLength.levels(run, 0, run.length, 2, levels, 10);
        assertThat(levels).containsOnly(2);
        assertThatThrownBy(() -> RunLength.levels(packed, 0, packed.length, 2, levels, 8))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("a level of 3 where 2 is the highest");
        assertThatThrownBy(() -> RunLength.levels(run, 0, run.length, 1, levels, 10))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("a level of 2 where 1 is the highest");
    }

    @Test
    void widthsOfIds() {
        assertThat(RunLength.bitWidth(0)).isZero();
        assertThat(RunLength.bitWidth(1)).isEqualTo(1);
        assertThat(RunLength.bitWidth(255)).isEqualTo(8);
        assertThat(RunLength.bitWidth(256)).isEqualTo(9);
    }
}
