/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.page.PageIndexes;
import io.sluice.compactor.merge.page.SourceChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One row group of an input, its bytes in memory as they are on disk. Read from the file in as few, as long reads as its
 * layout allows; its columns are then read in any order, as often as needed.
 *
 * <p>Not thread-safe.
 */
public final class LoadedRowGroup implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoadedRowGroup.class);

    /** Chunks this close are read in one go. */
    private static final long GAP_BYTES = 64 << 10;

    /** What old writers left out of a chunk's length (PARQUET-816); the reader looks behind the chunk for it. */
    private static final long SLACK_BYTES = 128;

    private static final long LONGEST_RUN_BYTES = 1 << 30;

    private final String file;
    private final int ordinal;
    private final ParquetMetadata footer;
    private final MemoryFile memory;
    private final ParquetFileReader reader;
    private final Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();

    private LoadedRowGroup(String file, int ordinal, ParquetMetadata footer, List<MemoryFile.Run> runs, long fileBytes)
            throws IOException {
        this.file = file;
        this.ordinal = ordinal;
        this.footer = footer;
        this.memory = new MemoryFile(runs, fileBytes);
        this.reader = ParquetFileReader.open(memory, footer, ParquetReading.options(), memory.newStream());
        footer.getBlocks().get(ordinal).getColumns().forEach(chunk -> chunks.putIfAbsent(chunk.getPath(), chunk));
    }

    /** Reads row group {@code ordinal} of a file. */
    public static LoadedRowGroup load(JoinedFiles file, ParquetMetadata footer, int ordinal) throws IOException {
        return load(file, footer, ordinal, chunk -> true);
    }

    /** Reads some columns of a row group; the others cannot be asked for. */
    public static LoadedRowGroup load(
            JoinedFiles file, ParquetMetadata footer, int ordinal, Predicate<ColumnChunkMetaData> wanted)
            throws IOException {
        List<MemoryFile.Run> runs = new ArrayList<>();
        List<ColumnChunkMetaData> chunks = new ArrayList<>(footer.getBlocks().get(ordinal).getColumns().stream()
                .filter(wanted)
                .toList());
        List<long[]> ranges = ranges(chunks, file);
        ranges.addAll(indexRanges(chunks, file.getLength()));
        for (long[] range : ranges) {
            byte[] bytes = new byte[Math.toIntExact(range[1] - range[0])];
            file.readFully(range[0], bytes, 0, bytes.length);
            runs.add(new MemoryFile.Run(range[0], bytes));
        }
        return new LoadedRowGroup(file.toString(), ordinal, footer, runs, file.getLength());
    }

    private static List<long[]> ranges(List<ColumnChunkMetaData> chunks, JoinedFiles file) throws IOException {
        List<long[]> ranges = new ArrayList<>();
        chunks.sort(Comparator.comparingLong(ColumnChunkMetaData::getStartingPos));
        for (ColumnChunkMetaData chunk : chunks) {
            long start = chunk.getStartingPos();
            long end = Math.min(start + chunk.getTotalSize() + SLACK_BYTES, file.getLength());
            if (start < 0 || start + chunk.getTotalSize() > file.getLength()) {
                throw new CorruptInputException(file + ": column " + chunk.getPath() + " should be at " + start + " to "
                        + (start + chunk.getTotalSize()) + " in a file of " + file.getLength() + " bytes");
            }
            if (end - start > Integer.MAX_VALUE - Long.BYTES) {
                throw new CorruptInputException(file + ": column " + chunk.getPath() + " has a chunk of "
                        + (end - start) + " bytes; chunks of 2 GiB and more are not merged");
            }
            add(ranges, start, end);
        }
        return ranges;
    }

    /** Where the page indexes are, as far as they are where they can be. */
    private static List<long[]> indexRanges(List<ColumnChunkMetaData> chunks, long fileBytes) {
        List<IndexReference> indexes = new ArrayList<>();
        for (ColumnChunkMetaData chunk : chunks) {
            indexes.add(chunk.getColumnIndexReference());
            indexes.add(chunk.getOffsetIndexReference());
        }
        indexes.removeIf(
                i -> i == null || i.getLength() <= 0 || i.getOffset() < 0 || i.getOffset() > fileBytes - i.getLength());
        indexes.sort(Comparator.comparingLong(IndexReference::getOffset));
        List<long[]> ranges = new ArrayList<>();
        indexes.forEach(i -> add(ranges, i.getOffset(), i.getOffset() + i.getLength()));
        return ranges;
    }

    private static void add(List<long[]> ranges, long start, long end) {
        long[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && start - last[1] <= GAP_BYTES && Math.max(end, last[1]) - last[0] <= LONGEST_RUN_BYTES) {
            last[1] = Math.max(end, last[1]);
        } else {
            ranges.add(new long[] {start, end});
        }
    }

    public String file() {
        return file;
    }

    public long rows() {
        return footer.getBlocks().get(ordinal).getRowCount();
    }

    String createdBy() {
        return footer.getFileMetaData().getCreatedBy();
    }

    /** A column's chunk as it is in the file; null if the row group has none. */
    public @Nullable SourceChunk chunk(ColumnDescriptor column) {
        ColumnChunkMetaData metadata = chunks.get(ColumnPath.get(column.getPath()));
        if (metadata == null) {
            return null;
        }
        // What an old writer left out of the length may be behind the end.
        ByteBuffer bytes = memory.at(metadata.getStartingPos(), metadata.getTotalSize() + SLACK_BYTES);
        return new SourceChunk(
                column,
                metadata,
                bytes.array(),
                bytes.arrayOffset() + bytes.position(),
                bytes.remaining(),
                new Indexes(metadata),
                rows(),
                createdBy());
    }

    private final class Indexes implements PageIndexes {

        private final ColumnChunkMetaData chunk;

        Indexes(ColumnChunkMetaData chunk) {
            this.chunk = chunk;
        }

        @Override
        public @Nullable ColumnIndex readColumnIndex() {
            return index(chunk, "column", reader::readColumnIndex);
        }

        @Override
        public @Nullable OffsetIndex readOffsetIndex() {
            return index(chunk, "offset", reader::readOffsetIndex);
        }
    }

    @FunctionalInterface
    private interface IndexRead<T> {
        @Nullable T of(ColumnChunkMetaData chunk) throws IOException;
    }

    private <T> @Nullable T index(ColumnChunkMetaData chunk, String kind, IndexRead<T> read) {
        try {
            return read.of(chunk);
        } catch (IOException | RuntimeException e) {
            log.warn("{}: the {} index of {} cannot be read and is left out: {}", file, kind, chunk.getPath(), e);
            return null;
        }
    }

    /** A new pass over the pages of a column. */
    PageReader pages(ColumnDescriptor column) throws IOException {
        reader.setRequestedSchema(List.of(column));
        return reader.readRowGroup(ordinal).getPageReader(column);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
