/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.output.MergedFooter;
import io.sluice.compactor.merge.output.TailWriter;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.verify.WrittenSum;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one file of many whose row groups are large already: they stay, byte for byte, and a tail behind them holds the
 * footer. A column that a row group lacks, or has as something else, gets a chunk in the tail. What it costs depends on
 * how many files and columns there are, not on how long they are.
 *
 * <p>One merge at a time; not thread-safe.
 */
public final class Stitch {

    private static final Logger log = LoggerFactory.getLogger(Stitch.class);

    private final FileStore store;
    private final MergeSpec spec;
    private final List<StitchedInput> inputs;
    private final MergeWays ways = new MergeWays();
    private final Map<Integer, Map<Integer, WrittenSum>> sums = new HashMap<>();
    private int rowGroups;

    private Stitch(FileStore store, MergeSpec spec, List<StitchedInput> inputs) {
        this.store = store;
        this.spec = spec;
        this.inputs = inputs;
    }

    /**
     * Reads the footers.
     *
     * @return empty if the files have to be spliced after all
     * @throws CorruptInputException if a footer cannot be read
     */
    public static Optional<Stitch> prepare(FileStore store, MergeSpec spec) throws IOException {
        List<StitchedInput> inputs = new ArrayList<>();
        for (MergeInput input : spec.inputs()) {
            ColumnMapping mapping = ColumnMapping.of(input.schema(), spec.schema(), spec.avro());
            StitchedInput read;
            try {
                read = StitchedInput.read(store, input, mapping);
            } catch (RuntimeException e) {
                throw CorruptInputException.in(input.path(), e);
            }
            Optional<String> objection = read.objection();
            if (objection.isPresent()) {
                log.debug("not stitched: {}", objection.get());
                return Optional.empty();
            }
            inputs.add(read);
        }
        return Optional.of(new Stitch(store, spec, inputs));
    }

    /**
     * Writes the tail.
     *
     * @param frontBytes what comes before the first input
     */
    public MergedRowGroups write(OutputStream tail, long frontBytes) throws IOException {
        long end = frontBytes + inputs.stream().mapToLong(StitchedInput::bytes).sum();
        TailWriter writer = new TailWriter(tail, spec.schema(), end);
        ParquetProperties properties = ParquetProperties.builder().build();
        try (Codecs codecs = new Codecs()) {
            ChunkMerge anew = new SpliceChunk(codecs, new ReencodeChunk(spec.schema(), properties, codecs), ways);
            long shift = frontBytes;
            for (StitchedInput input : inputs) {
                try (JoinedFiles file =
                        JoinedFiles.open(store, List.of(input.input().path()))) {
                    IndexRegion indexes = IndexRegion.read(file, input.raw());
                    for (int ordinal = 0; ordinal < input.raw().getRow_groupsSize(); ordinal++) {
                        rowGroup(input, file, indexes, ordinal, shift, writer, anew, codecs);
                    }
                }
                shift += input.bytes();
            }
        }
        MergedFooter footer = writer.finish(spec.keyValues());
        log.debug("{}: stitched, {}", spec.inputs().get(0).path(), ways);
        return new MergedRowGroups(footer, end, footer.rows(), sums, ways);
    }

    private void rowGroup(
            StitchedInput input,
            JoinedFiles file,
            IndexRegion indexes,
            int ordinal,
            long shift,
            TailWriter writer,
            ChunkMerge anew,
            Codecs codecs)
            throws IOException {
        RowGroup raw = input.raw().getRow_groups().get(ordinal);
        if (raw.getNum_rows() == 0) {
            return;
        }
        BlockMetaData block = input.footer().getBlocks().get(ordinal);
        List<MappedColumn> columns = input.mapping().columns();
        writer.startRowGroup(raw.getNum_rows(), block.getStartingPos() + shift);
        try (LoadedRowGroup loaded = LoadedRowGroup.load(file, input.footer(), ordinal, wanted(columns))) {
            Map<Integer, WrittenSum> written = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                MappedColumn column = columns.get(i);
                if (StitchedInput.staysInPlace(column)) {
                    take(column, block, raw, file, indexes, shift, writer);
                    continue;
                }
                List<ChunkSource> source = List.of(new ChunkSource(loaded, column.source()));
                ChunkWriter chunk = writer.startChunk(spec.codec());
                anew.merge(new OutputColumn(column.to(), spec.codec()), source, chunk);
                if (spec.verification().covers(rowGroups)) {
                    written.put(i, WrittenSum.of(source, chunk, codecs));
                }
            }
            sums.put(rowGroups++, written);
        } catch (RuntimeException e) {
            throw CorruptInputException.in(new StorePath(file.toString()), e);
        }
        writer.endRowGroup();
    }

    /** Columns of the input that the tail's chunks are made from. */
    private static Predicate<ColumnChunkMetaData> wanted(List<MappedColumn> columns) {
        Set<ColumnPath> paths = new HashSet<>();
        for (MappedColumn column : columns) {
            ColumnSource source = column.source();
            if (source instanceof Filled filled && filled.driver() != null) {
                paths.add(ColumnPath.get(filled.driver().getPath()));
            } else if (source instanceof Copied copied && !StitchedInput.staysInPlace(column)) {
                paths.add(ColumnPath.get(copied.from().getPath()));
            }
        }
        return chunk -> paths.contains(chunk.getPath());
    }

    private static void take(
            MappedColumn column,
            BlockMetaData block,
            RowGroup raw,
            JoinedFiles file,
            IndexRegion indexes,
            long shift,
            TailWriter writer)
            throws IOException {
        List<String> path = Arrays.asList(((Copied) column.source()).from().getPath());
        for (int i = 0; i < raw.getColumnsSize(); i++) {
            ColumnChunk chunk = raw.getColumns().get(i);
            if (chunk.getMeta_data().getPath_in_schema().equals(path)) {
                requireHere(chunk, block.getColumns().get(i), file);
                boolean ieee = StitchedInput.hasIeeeBounds(column);
                boolean bounds = ieee || StitchedInput.sameOrder(column);
                ColumnChunk taken = new ColumnChunk(chunk);
                var statistics = block.getColumns().get(i).getStatistics();
                // What readers do not believe of its writer, they must not come to believe of us.
                if (!bounds || statistics == null || statistics.isEmpty()) {
                    taken.getMeta_data().setStatisticsIsSet(false);
                } else if (ieee) {
                    IeeeBounds.change(taken.getMeta_data().getStatistics());
                }
                ColumnIndex index = bounds ? columnIndex(chunk, indexes) : null;
                writer.takeChunk(taken, shift, ieee ? IeeeBounds.changed(index) : index, offsetIndex(chunk, indexes));
                return;
            }
        }
        throw new CorruptInputException(file + " has no chunk of column " + path);
    }

    /** The chunk is within the file. */
    private static void requireHere(ColumnChunk chunk, ColumnChunkMetaData parsed, JoinedFiles file)
            throws IOException {
        long start = parsed.getStartingPos();
        long bytes = chunk.getMeta_data().getTotal_compressed_size();
        if (start < 0 || bytes < 0 || start > file.getLength() - bytes) {
            throw new CorruptInputException(file + ": column " + parsed.getPath() + " should be at " + start + " to "
                    + (start + bytes) + " in a file of " + file.getLength() + " bytes");
        }
    }

    private static @Nullable ColumnIndex columnIndex(ColumnChunk chunk, IndexRegion indexes) throws IOException {
        return chunk.isSetColumn_index_offset()
                ? Util.readColumnIndex(indexes.at(chunk.getColumn_index_offset(), chunk.getColumn_index_length()))
                : null;
    }

    private static @Nullable OffsetIndex offsetIndex(ColumnChunk chunk, IndexRegion indexes) throws IOException {
        return chunk.isSetOffset_index_offset()
                ? Util.readOffsetIndex(indexes.at(chunk.getOffset_index_offset(), chunk.getOffset_index_length()))
                : null;
    }
}
