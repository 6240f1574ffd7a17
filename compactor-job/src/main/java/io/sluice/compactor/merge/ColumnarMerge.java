/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.RowGroupPlan.Part;
import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.output.MergedFooter;
import io.sluice.compactor.merge.output.RowGroupsWriter;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.NotSpliceableException;
import io.sluice.compactor.merge.splice.BloomBuild;
import io.sluice.compactor.merge.splice.SpliceSource;
import io.sluice.compactor.merge.verify.WrittenSum;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of many files into the row groups of one, a column at a time.
 *
 * <p>Memory: the inputs of one row group as they are on disk, and one column chunk of the output. One merge at a time;
 * not thread-safe.
 */
public final class ColumnarMerge {

    private static final Logger log = LoggerFactory.getLogger(ColumnarMerge.class);

    /** Told how far a merge is. Called from the merging thread. */
    @FunctionalInterface
    public interface Progress {
        /** So many bytes of input are done since the last call. */
        void merged(long inputBytes);
    }

    private final FileStore store;
    private final MergeSpec spec;
    private final Progress progress;
    private final Map<MessageType, ColumnMapping> mappings = new HashMap<>();
    private final List<OutputColumn> columns;
    private final MergeWays ways = new MergeWays();
    private final Map<Integer, Map<Integer, WrittenSum>> sums = new HashMap<>();

    private @Nullable ParquetMetadata lastFooter;
    private int lastInput;

    private ColumnarMerge(FileStore store, MergeSpec spec, Progress progress) {
        this.store = store;
        this.spec = spec;
        this.progress = progress;
        this.columns = spec.schema().getColumns().stream()
                .map(c -> new OutputColumn(c, spec.codec()))
                .toList();
    }

    /**
     * Writes the row groups to {@code front}, from its beginning, and leaves it open: the footer is the caller's.
     *
     * @throws io.sluice.compactor.merge.mapping.SchemaMismatchException before anything is written, if an input does not
     *     fit the schema
     * @throws CorruptInputException if an input cannot be read to its end
     */
    public static MergedRowGroups run(FileStore store, MergeSpec spec, DurableOutput front, Progress progress)
            throws IOException {
        ColumnarMerge merge = new ColumnarMerge(store, spec, progress);
        merge.mapSchemas();
        return merge.write(front);
    }

    /** Every schema is mapped before the first byte is written. */
    private void mapSchemas() {
        for (MergeInput input : spec.inputs()) {
            mappings.computeIfAbsent(input.schema(), s -> ColumnMapping.of(s, spec.schema(), spec.avro()));
        }
    }

    private MergedRowGroups write(DurableOutput front) throws IOException {
        ParquetProperties properties = ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .build();
        RowGroupsWriter writer = new RowGroupsWriter(front, spec.schema());
        try (Codecs codecs = new Codecs()) {
            ChunkMerge how = new SpliceChunk(codecs, new ReencodeChunk(spec.schema(), properties, codecs), ways);
            for (List<Part> parts :
                    RowGroupPlan.of(spec.inputs(), spec.rowGroupBytes()).rowGroups()) {
                rowGroup(parts, writer, how, codecs);
            }
        }
        log.debug("{}: {}", spec.inputs().get(0).path(), ways);
        MergedFooter footer = writer.finish(spec.keyValues());
        requireRows(footer.rows());
        return new MergedRowGroups(footer, footer.rowGroupsEnd(), footer.rows(), sums, ways);
    }

    private void rowGroup(List<Part> parts, RowGroupsWriter writer, ChunkMerge how, Codecs codecs) throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        try {
            for (Part part : parts) {
                loaded.add(new Loaded(load(part), mapping(part)));
            }
            long rows = loaded.stream().mapToLong(l -> l.rowGroup().rows()).sum();
            if (rows > 0) {
                boolean summed = spec.verification().covers(writer.rowGroups());
                Map<Integer, WrittenSum> sum = new HashMap<>();
                writer.startRowGroup(rows);
                for (int column = 0; column < columns.size(); column++) {
                    List<ChunkSource> sources = sources(loaded, column);
                    ChunkWriter chunk = writer.startChunk(spec.codec());
                    how.merge(columns.get(column), sources, chunk);
                    if (summed) {
                        sum.put(column, WrittenSum.of(sources, chunk, codecs));
                    }
                }
                if (summed) {
                    sums.put(writer.rowGroups(), sum);
                }
                if (spec.bloomFilters() == BloomFilters.REBUILD) {
                    bloomFilters(loaded, writer, codecs);
                }
                writer.endRowGroup(List.of());
            }
        } finally {
            for (Loaded input : loaded) {
                input.rowGroup().close();
            }
        }
        for (Part part : parts) {
            progress.merged(spec.inputs().get(part.input()).rowGroupBytes().get(part.ordinal()));
        }
    }

    /** Behind the chunks, and in front of the next row group's. */
    private void bloomFilters(List<Loaded> loaded, RowGroupsWriter writer, Codecs codecs) throws IOException {
        for (int column = 0; column < columns.size(); column++) {
            List<SpliceSource> sources = SpliceChunk.spliceSources(sources(loaded, column));
            if (BloomBuild.isWanted(sources)) {
                ColumnDescriptor descriptor = columns.get(column).descriptor();
                try {
                    writer.bloomFilter(column, BloomBuild.of(sources, descriptor, codecs));
                } catch (NotSpliceableException e) {
                    log.warn(
                            "no bloom filter for column '{}': {}",
                            columns.get(column).path(),
                            e.getMessage());
                }
            }
        }
    }

    private record Loaded(LoadedRowGroup rowGroup, ColumnMapping mapping) {}

    private ColumnMapping mapping(Part part) {
        return mappings.get(spec.inputs().get(part.input()).schema());
    }

    private static List<ChunkSource> sources(List<Loaded> loaded, int column) {
        return loaded.stream()
                .map(l -> new ChunkSource(
                        l.rowGroup(), l.mapping().columns().get(column).source()))
                .toList();
    }

    private LoadedRowGroup load(Part part) throws IOException {
        MergeInput input = spec.inputs().get(part.input());
        try (JoinedFiles file = JoinedFiles.open(store, List.of(input.path()))) {
            ParquetMetadata footer = footer(part.input(), file);
            input.requireSame(footer);
            return LoadedRowGroup.load(file, footer, part.ordinal());
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw CorruptInputException.in(input.path(), e);
        }
    }

    /** Row groups of one input come one after the other: its footer is read once. */
    private ParquetMetadata footer(int input, JoinedFiles file) throws IOException {
        ParquetMetadata known = lastFooter;
        if (known == null || lastInput != input) {
            known = ParquetReading.footer(file);
            lastFooter = known;
            lastInput = input;
        }
        return known;
    }

    private void requireRows(long written) throws CorruptInputException {
        long promised = spec.inputs().stream().mapToLong(MergeInput::rows).sum();
        if (written != promised) {
            throw new CorruptInputException("merged " + written + " rows of inputs that hold " + promised
                    + ", first of them " + spec.inputs().get(0).path());
        }
    }
}
