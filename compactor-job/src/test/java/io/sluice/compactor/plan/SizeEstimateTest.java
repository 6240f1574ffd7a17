/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

class SizeEstimateTest {

    private static final MessageType SCHEMA =
            Types.buildMessage().required(PrimitiveTypeName.INT64).named("id").named("t");
    private static final long ROWS = 1_000;
    private static final StorePath ROOT = new StorePath("/t");

    private int names;

    private TableFile file(long bytes, Map<String, String> keyValues, ColumnDictionary... dictionaries) {
        return new TableFile(
                "",
                new FileEntry(ROOT.child(String.format("f%05d.parquet", ++names)), false, bytes, 0, names),
                new FileFacts(
                        SCHEMA,
                        ROWS,
                        List.of(bytes),
                        CompressionCodecName.SNAPPY,
                        keyValues,
                        0,
                        List.of(dictionaries)));
    }

    private static ColumnDictionary dictionary(long bytes, long low, long high) {
        return new ColumnDictionary("c", bytes, ROWS, low, high);
    }

    @Test
    void shouldCountADictionaryOfTheSameValuesOnce() {
        assertThat(SizeEstimate.of(List.of(
                        file(500, Map.of(), dictionary(100, 0, 9)),
                        file(500, Map.of(), dictionary(90, 1, 9)),
                        file(500, Map.of(), dictionary(80, 0, 7)))))
                .isEqualTo(400 + 410 + 420 + 100);
    }

    @Test
    void shouldAddUpDictionariesOfOtherValues() {
        assertThat(SizeEstimate.of(List.of(
                        file(500, Map.of(), dictionary(100, 0, 9)), file(500, Map.of(), dictionary(100, 10, 19)))))
                .isEqualTo(1_000);
        assertThat(SizeEstimate.of(List.of(
                        file(500, Map.of(), dictionary(100, 0, 9)),
                        file(500, Map.of(), dictionary(100, 10, 19)),
                        file(500, Map.of(), dictionary(100, 9, 10)))))
                .as("the third spans both")
                .isEqualTo(1_300);
    }

    @Test
    void shouldAddUpDictionariesThatGrow() {
        ColumnDictionary hardlyRepeated = new ColumnDictionary("c", 2 * ROWS, ROWS, 0, 9);

        assertThat(SizeEstimate.of(
                        List.of(file(5_000, Map.of(), hardlyRepeated), file(5_000, Map.of(), hardlyRepeated))))
                .isEqualTo(10_000);
    }

    @Test
    void shouldTakeAMergedFileForWhatItWasEstimated() {
        assertThat(SizeEstimate.of(List.of(
                        file(500, Map.of(MergeKeys.WEIGHT, "700"), dictionary(100, 0, 9)),
                        file(500, Map.of(), dictionary(100, 0, 9)))))
                .isEqualTo(1_200);
    }

    /** Whatever the dictionaries, and however well the rows compress. */
    @Property(tries = 300)
    void aSecondRunHasNothingToDo(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 900) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 90) int percent,
            @ForAll @IntRange(min = 0, max = 3) int apart) {
        Set<TableFile> files = new HashSet<>();
        for (int size : sizes) {
            int at = apart * names;
            files.add(file(size, Map.of(), dictionary((long) size * percent / 100, at, at + 5)));
        }
        PlanOptions options = new PlanOptions(1_000, 2, 1_000, 0, PartitionFilter.ALL);
        CompactionPlan first = Planner.plan(new ArrayList<>(files), List.of(), Set.of(), options, SwapMode.RENAME, 0);
        for (MergeGroup group : first.groups()) {
            assertThat(group.weight()).isLessThanOrEqualTo(1_000);
            files.removeAll(group.files());
            files.add(file(
                    group.weight() / 2, Map.of(MergeKeys.WEIGHT, Long.toString(group.weight())), dictionary(10, 0, 5)));
        }

        assertThat(Planner.plan(new ArrayList<>(files), List.of(), Set.of(), options, SwapMode.RENAME, 0)
                        .groups())
                .isEmpty();
    }
}
