/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.splice.Way;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which way each column chunk of a merge will take, and why, from footers alone. What only pages can tell, it says as a
 * condition: ids are renamed unless they need not be.
 */
public final class MergeForecast {

    private static final int TINY_PAGE_BYTES = 16 << 10;
    private static final int TINY_PAGE_ROWS = 10_000;

    private final MergeSpec spec;
    private final Map<Reason, Step> steps = new LinkedHashMap<>();

    private MergeForecast(MergeSpec spec) {
        this.spec = spec;
    }

    /**
     * Chunks of one column that take one way for one reason.
     *
     * @param column its path in the merged file
     * @param bytes of the chunks in their files, compressed
     */
    public record Step(String column, Way way, String why, int chunks, long bytes) {

        private Step plus(Step other) {
            return new Step(column, way, why, chunks + other.chunks, bytes + other.bytes);
        }
    }

    private record Reason(String column, Way way, String why) {}

    /**
     * Reads the footers of a merge's inputs, one after the other.
     *
     * @return in schema order; the ways of a column from the first that its chunks take to the last
     */
    public static List<Step> of(FileStore store, MergeSpec spec) throws IOException {
        MergeForecast forecast = new MergeForecast(spec);
        for (MergeInput input : spec.inputs()) {
            ColumnMapping mapping = ColumnMapping.of(input.schema(), spec.schema(), spec.avro());
            try (JoinedFiles file = JoinedFiles.open(store, List.of(input.path()))) {
                ParquetMetadata footer = ParquetReading.footer(file);
                input.requireSame(footer);
                footer.getBlocks().forEach(block -> forecast.add(block, mapping));
            }
        }
        Map<String, Integer> order = new HashMap<>();
        spec.schema().getColumns().forEach(c -> order.put(String.join(".", c.getPath()), order.size()));
        return forecast.steps.values().stream()
                .sorted(java.util.Comparator.comparing(s -> order.get(s.column())))
                .toList();
    }

    private void add(BlockMetaData block, ColumnMapping mapping) {
        if (block.getRowCount() == 0) {
            return;
        }
        Map<ColumnPath, ColumnChunkMetaData> chunks =
                block.getColumns().stream().collect(Collectors.toMap(ColumnChunkMetaData::getPath, c -> c));
        for (MappedColumn column : mapping.columns()) {
            String path = String.join(".", column.to().getPath());
            Step step;
            if (column.source() instanceof Filled filled) {
                boolean nulls = filled.stripe().stream().allMatch(e -> e.value() == null);
                step = new Step(
                        path, Way.FILL, nulls ? "not in the file: nulls" : "not in the file: its default", 1, 0);
            } else {
                Copied copied = (Copied) column.source();
                ColumnChunkMetaData chunk =
                        chunks.get(ColumnPath.get(copied.from().getPath()));
                step = copied(path, copied, chunk, block.getRowCount());
            }
            steps.merge(new Reason(path, step.way(), step.why()), step, Step::plus);
        }
    }

    private Step copied(String path, Copied copied, @Nullable ColumnChunkMetaData chunk, long rows) {
        if (chunk == null) {
            return new Step(path, Way.REENCODE, "the footer does not say where it is", 1, 0);
        }
        long bytes = chunk.getTotalSize();
        boolean ids = chunk.hasDictionaryPage();
        EncodingStats stats = chunk.getEncodingStats();
        boolean idsOnly = stats != null && stats.hasDictionaryPages() && !stats.hasNonDictionaryEncodedPages();
        if (spec.method() == MergeMethod.REWRITE) {
            return new Step(path, Way.REENCODE, "rows change their places", 1, bytes);
        } else if (copied.widens()) {
            String types = copied.from().getPrimitiveType().getPrimitiveTypeName() + " to "
                    + copied.to().getPrimitiveType().getPrimitiveTypeName() + " ("
                    + copied.promotion()
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', ' ') + "), "
                    + (idsOnly ? "in the dictionary alone" : "value by value");
            return new Step(path, Way.WIDEN, types, 1, bytes);
        } else if (!copied.definition().isIdentity()) {
            return new Step(path, Way.EDIT_LEVELS, "it, or what is around it, may be null now", 1, bytes);
        } else if (spec.method() == MergeMethod.STITCH) {
            return new Step(path, Way.COPY, "stays where it is", 1, bytes);
        } else if (chunk.getCodec() != spec.codec()) {
            return new Step(path, Way.RECOMPRESS, chunk.getCodec() + " to " + spec.codec(), 1, bytes);
        } else if (isTiny(stats, bytes, rows)) {
            return new Step(path, Way.REMAP, "tiny pages are put together", 1, bytes);
        } else if (ids) {
            return new Step(
                    path, Way.REMAP, "ids are renamed, unless the dictionary begins as the merged one", 1, bytes);
        }
        return new Step(path, Way.COPY, "as it is", 1, bytes);
    }

    private static boolean isTiny(@Nullable EncodingStats stats, long bytes, long rows) {
        if (stats == null) {
            return bytes < TINY_PAGE_BYTES && rows < TINY_PAGE_ROWS;
        }
        long pages = 0;
        for (var encoding : stats.getDataEncodings()) {
            pages += stats.getNumDataPagesEncodedAs(encoding);
        }
        return bytes < TINY_PAGE_BYTES * pages && rows < TINY_PAGE_ROWS * pages;
    }
}
