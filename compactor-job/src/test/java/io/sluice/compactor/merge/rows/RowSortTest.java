/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows come out in order, and in that of their coming where they are equal, however little memory there is. */
class RowSortTest {

    private static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType("message t { required int32 key; required binary payload; }");
    private static final RowLayout LAYOUT = new RowLayout(SCHEMA);
    private static final RowKeys KEYS = RowKeys.of(LAYOUT, List.of(SortColumn.ascending("key")));
    private static final long LEAST = 64 << 10;

    @TempDir
    Path directory;

    private final List<int[]> added = new ArrayList<>();

    private void add(RowSort sort, int key, int payloadBytes) throws IOException {
        RowBytes row = new RowBytes(LAYOUT);
        row.begin(0);
        row.add(key, 0, 0);
        row.begin(1);
        byte[] payload = new byte[payloadBytes];
        SpillFile.putInt(payload, 0, added.size());
        row.add(Binary.fromConstantByteArray(payload), 0, 0);
        sort.add(row.array(), 0, row.length());
        added.add(new int[] {key, added.size(), payloadBytes});
    }

    private List<int[]> drain(RowSort sort) throws IOException {
        List<int[]> rows = new ArrayList<>();
        sort.drainTo((bytes, offset, length) -> rows.add(new int[] {
            RowBytes.intAt(bytes, offset),
            RowBytes.intAt(bytes, offset + 2 * Integer.BYTES),
            RowBytes.intAt(bytes, offset + Integer.BYTES)
        }));
        return rows;
    }

    private void isSortedAndStable(List<int[]> rows) {
        List<int[]> expected = new ArrayList<>(added);
        expected.sort(Comparator.comparingInt(r -> r[0]));
        assertThat(rows).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
    }

    @Test
    void inMemory() throws IOException {
        Random random = new Random(1);
        try (RowSort sort = new RowSort(LAYOUT, KEYS, new SortSpace(LEAST, directory))) {
            for (int i = 0; i < 500; i++) {
                add(sort, random.nextInt(50) - 25, 4 + random.nextInt(30));
            }
            assertThat(sort.spilledRuns()).isZero();
            isSortedAndStable(drain(sort));
        }
    }

    @Test
    void onDiskInMoreRunsThanAreMergedAtATime() throws IOException {
        Random random = new Random(2);
        try (RowSort sort = new RowSort(LAYOUT, KEYS, new SortSpace(LEAST, directory))) {
            for (int i = 0; i < 100_000; i++) {
                add(sort, random.nextInt(1000) - 500, 4 + random.nextInt(30));
            }
            assertThat(sort.spilledRuns()).isGreaterThan(50);
            // Nothing to be left behind by a process that is killed.
            assertThat(directory).isEmptyDirectory();
            isSortedAndStable(drain(sort));
        }
    }

    @Test
    void rowsThatAreLongerThanTheMemory() throws IOException {
        Random random = new Random(3);
        try (RowSort sort = new RowSort(LAYOUT, KEYS, new SortSpace(LEAST, directory))) {
            for (int i = 0; i < 60; i++) {
                add(sort, random.nextInt(9), random.nextInt(3) == 0 ? 200_000 : 5_000);
            }
            isSortedAndStable(drain(sort));
        }
    }

    @Test
    void noRows() throws IOException {
        try (RowSort sort = new RowSort(LAYOUT, KEYS, new SortSpace(LEAST, directory))) {
            assertThat(drain(sort)).isEmpty();
        }
    }

    @Test
    void shouldSayThatItCannotSpill() throws IOException {
        try (RowSort sort = new RowSort(LAYOUT, KEYS, new SortSpace(LEAST, directory.resolve("missing")))) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            add(sort, i, 100);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("missing")
                    .hasMessageContaining("--spill-dir");
        }
    }
}
