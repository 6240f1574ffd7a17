/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactCommand.Size;
import io.sluice.compactor.merge.rows.Deduplication;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is done with rows, besides joining them. */
final class RowFlags {

    @Option(
            names = "--sort-by",
            paramLabel = "COLUMNS",
            description =
                    "Sort the rows of each merged file: 'a, b.c desc, d asc nulls last'. Nulls come before values,"
                            + " with desc behind them. Files that are merged with no other stay as they are.")
    private @Nullable String sortBy;

    @Option(
            names = "--z-order",
            paramLabel = "COLUMNS",
            description = "Put the rows of each merged file along a Z-order curve of these columns: 'a, b.c'.")
    private @Nullable String zOrder;

    @Option(
            names = "--dedup-by",
            paramLabel = "COLUMNS",
            description = "Of rows that have the same values in these columns, 'a, b.c', keep one; of the rows that are"
                    + " merged to one file only, not of those in other files.")
    private @Nullable String dedupBy;

    @Option(
            names = "--keep-latest-by",
            paramLabel = "COLUMN",
            description = "With --dedup-by: keep the row with the greatest value in this column."
                    + " Default: the last row of the last file.")
    private @Nullable String keepLatestBy;

    @Option(
            names = "--sort-memory",
            paramLabel = "SIZE",
            defaultValue = "128MiB",
            converter = Size.class,
            description = "Heap of one merge for rows that are being sorted; what is more goes to --spill-dir."
                    + " Default: ${DEFAULT-VALUE}.")
    private long sortMemoryBytes;

    @Option(
            names = "--spill-dir",
            paramLabel = "DIR",
            description =
                    "Directory on a local disk for rows that are being sorted and find no room in memory; it takes"
                            + " as much as all rows of a merge, uncompressed. Default: that for temporary files.")
    private Path spillDirectory = SortSpace.DEFAULT.directory();

    /** What the options say; IllegalArgumentException if they make no sense. */
    Rewrite rewrite() {
        if (sortBy != null && zOrder != null) {
            throw new IllegalArgumentException("--sort-by and --z-order exclude one another");
        }
        if (keepLatestBy != null && dedupBy == null) {
            throw new IllegalArgumentException("--keep-latest-by says which duplicate is kept: it needs --dedup-by");
        }
        Optional<RowOrder> order = Optional.ofNullable(sortBy)
                .<RowOrder>map(list -> new RowOrder.Linear(SortColumn.parse(list)))
                .or(() -> Optional.ofNullable(zOrder).map(list -> RowOrder.ZOrder.by(names(list))));
        Optional<Deduplication> deduplication = Optional.ofNullable(dedupBy)
                .map(list -> new Deduplication(names(list), Optional.ofNullable(keepLatestBy)));
        return new Rewrite(deduplication, order, new SortSpace(sortMemoryBytes, spillDirectory));
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).toList();
    }
}
