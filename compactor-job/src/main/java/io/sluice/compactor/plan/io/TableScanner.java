/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan.io;

import io.sluice.compactor.avro.AvroFile;
import io.sluice.compactor.merge.input.NotParquetException;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.plan.FileFacts;
import io.sluice.compactor.plan.OutputSchema;
import io.sluice.compactor.plan.SkipReason;
import io.sluice.compactor.plan.SkippedFile;
import io.sluice.compactor.plan.TableFile;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.io.InputFile;
import org.jspecify.annotations.Nullable;

/** Lists all partitions of a table that readers see, and reads the footer of each file, several at a time. */
public final class TableScanner {

    private static final String SUFFIX = ".parquet";
    private static final int MAGIC_BYTES = 4;

    private final FileStore store;
    private final StorePath root;
    private final boolean avro;
    private final List<FileEntry> data = new ArrayList<>();
    private final List<FileEntry> hidden = new ArrayList<>();
    private final Map<Object, Object> canonical = new ConcurrentHashMap<>();

    private TableScanner(FileStore store, StorePath root, boolean avro) {
        this.store = store;
        this.root = root;
        this.avro = avro;
    }

    /**
     * Scans a table.
     *
     * @param avro whether Avro data files are its files too
     * @throws NoSuchFileException if there is none
     */
    public static TableScan scan(FileStore store, StorePath root, boolean avro, int threads) throws IOException {
        TableScanner scanner = new TableScanner(store, root, avro);
        scanner.list(root);
        return scanner.read(threads);
    }

    private void list(StorePath directory) throws IOException {
        for (FileEntry entry : store.list(directory)) {
            if (entry.directory() && !entry.path().hidden()) {
                list(entry.path());
            } else if (entry.path().hidden()) {
                hidden.add(entry);
            } else if (!entry.directory() && isData(entry.path())) {
                data.add(entry);
            }
        }
    }

    private boolean isData(StorePath file) {
        return file.name().endsWith(SUFFIX) || (avro && AvroFile.isOne(file));
    }

    private TableScan read(int threads) throws IOException {
        List<TableFile> files = new ArrayList<>();
        List<SkippedFile> unreadable = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<FileFacts>> facts = new ArrayList<>();
            for (FileEntry file : data) {
                facts.add(pool.submit(() -> facts(file)));
            }
            for (int i = 0; i < data.size(); i++) {
                FileEntry file = data.get(i);
                try {
                    files.add(new TableFile(
                            file.path().parent().relativeTo(root),
                            file,
                            facts.get(i).get()));
                } catch (ExecutionException e) {
                    refusal(file, e.getCause()).ifPresent(unreadable::add);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading footers");
        } finally {
            pool.shutdownNow();
        }
        return new TableScan(files, unreadable, hidden);
    }

    /** A file that is gone since the listing is nobody's concern; one that is no Parquet file is left alone, and named. */
    private static Optional<SkippedFile> refusal(FileEntry file, Throwable cause) throws IOException {
        if (cause instanceof NoSuchFileException) {
            return Optional.empty();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException failure && !(cause instanceof NotParquetException)) {
            throw failure;
        }
        return Optional.of(new SkippedFile(file.path(), SkipReason.UNREADABLE, String.valueOf(cause.getMessage())));
    }

    private FileFacts facts(FileEntry file) throws IOException {
        return AvroFile.isOne(file.path()) ? avroFacts(file) : parquetFacts(file);
    }

    /** As if it were one row group: what it is as Parquet is known when it is converted. */
    private FileFacts avroFacts(FileEntry file) throws IOException {
        AvroFile found = AvroFile.read(store, file.path());
        return new FileFacts(
                canonical(OutputSchema.ofAvro(found.schema())),
                found.rows(),
                List.of(Math.max(0, file.bytes() - MAGIC_BYTES)),
                CompressionCodecName.SNAPPY,
                Map.of(OutputSchema.avroKey(), canonical(found.schema().toString())),
                MAGIC_BYTES);
    }

    private FileFacts parquetFacts(FileEntry file) throws IOException {
        InputFile input = ParquetFiles.input(store, file);
        ParquetMetadata footer = ParquetReading.footer(input);
        List<Long> rowGroupBytes = new ArrayList<>();
        Map<CompressionCodecName, Long> codecs = new EnumMap<>(CompressionCodecName.class);
        long indexBytes = 0;
        Dictionaries dictionaries = new Dictionaries();
        for (BlockMetaData block : footer.getBlocks()) {
            rowGroupBytes.add(block.getColumns().stream()
                    .mapToLong(ColumnChunkMetaData::getTotalSize)
                    .sum());
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                codecs.merge(chunk.getCodec(), chunk.getTotalSize(), Long::sum);
                indexBytes += indexBytes(chunk);
                dictionaries.add(chunk);
            }
        }
        return new FileFacts(
                canonical(footer.getFileMetaData().getSchema()),
                footer.getBlocks().stream()
                        .mapToLong(BlockMetaData::getRowCount)
                        .sum(),
                rowGroupBytes,
                codecs.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(CompressionCodecName.SNAPPY),
                canonicalValues(footer.getFileMetaData().getKeyValueMetaData()),
                MAGIC_BYTES + indexBytes + ParquetReading.footerBytes(input),
                dictionaries.largest());
    }

    private Map<String, String> canonicalValues(Map<String, String> keyValues) {
        Map<String, String> canonical = new HashMap<>();
        keyValues.forEach((key, value) -> {
            // The format allows a key without a value; it says nothing.
            if (value != null) {
                canonical.put(canonical(key), canonical(value));
            }
        });
        return canonical;
    }

    /** Most files of a table have the same schema: it is kept once. */
    @SuppressWarnings("unchecked")
    private <T> T canonical(T value) {
        return (T) canonical.computeIfAbsent(value, v -> v);
    }

    private static long indexBytes(ColumnChunkMetaData chunk) {
        return length(chunk.getColumnIndexReference())
                + length(chunk.getOffsetIndexReference())
                + Math.max(0, chunk.getBloomFilterLength());
    }

    private static long length(@Nullable IndexReference index) {
        return index == null ? 0 : index.getLength();
    }
}
