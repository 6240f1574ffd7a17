/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.config.FilesConfig;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.stage.Contents;
import io.sluice.connector.stage.ContentsCount;
import io.sluice.connector.stage.StagedEntry;
import io.sluice.connector.stage.StagedRecords;
import io.sluice.connector.stage.Staging;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.CommitManifest.CommittedFile;
import io.sluice.table.DataFileName;
import io.sluice.table.FileStore;
import io.sluice.table.OffsetRange;
import io.sluice.table.StorePath;
import io.sluice.table.metadata.TableSchema;
import io.sluice.table.parquet.DurableOutputFile;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.OffsetRanges;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the records of a sealed batch as Parquet (or Avro, if the table is of that), one file per output partition, in offset order, under the table's
 * schema. A pass over the staging writes the file of the largest output partition as it reads, and keeps the records of
 * the others for the files that follow. So a conversion holds one row group and {@link #BUCKETS_BYTES} in memory,
 * however many output partitions there are, and makes one pass, and another for each partition that is too large to be
 * kept.
 *
 * <p>Thread-safe.
 */
public final class ParquetConverter {

    /** The most that the records of all output partitions but the one being written take in memory. */
    static final long BUCKETS_BYTES = 32L << 20;

    private final FileStore store;
    private final RowFormat format;
    private final String extension;
    private final int offsetPadWidth;
    private final long bucketsBytes;

    /** @param dictionaries of the files of the table, which other converters may write to as well */
    public ParquetConverter(FileStore store, FilesConfig config, StickyDictionaries dictionaries) {
        this(store, config, dictionaries, BUCKETS_BYTES);
    }

    ParquetConverter(FileStore store, FilesConfig config, StickyDictionaries dictionaries, long bucketsBytes) {
        this.store = store;
        this.format = RowFormat.of(config, dictionaries);
        this.extension = config.format().extension();
        this.offsetPadWidth = config.offsetPadWidth();
        this.bucketsBytes = bucketsBytes;
    }

    /**
     * A batch to convert.
     *
     * @param staging where its records lie
     */
    public record Source(String topic, int partition, Batch batch, Staging.Sealed staging) {}

    /**
     * The output partitions of a batch: as they were counted when it was staged, or found in its files.
     *
     * @throws IOException also if the staging does not hold what the batch says
     */
    public SortedMap<String, Contents> contents(Source source) throws IOException {
        Batch batch = source.batch();
        if (source.staging().contents().isPresent()) {
            return source.staging().contents().get();
        }
        ContentsCount contents = new ContentsCount();
        long rows = 0;
        long next = batch.startOffset();
        try (StagedRecords records = StagedRecords.heads(store, source.staging().segments(), batch.previous())) {
            for (StagedEntry entry = records.next();
                    entry != null && entry.offset() < batch.nextOffset();
                    entry = records.next()) {
                contents.add(entry.outputPartition(), entry.offset());
                rows++;
                next = entry.offset() + 1;
            }
        }
        if (rows != batch.rows() || next != batch.nextOffset()) {
            throw new IOException("the staging of " + source.topic() + "-" + source.partition() + " holds " + rows
                    + " records up to offset " + next + " instead of " + batch.rows() + " up to "
                    + batch.nextOffset());
        }
        return contents.contents();
    }

    /**
     * Writes the files, one after the other, and returns when the last one is durable.
     *
     * @param directory exists, with a directory for each output partition in it
     */
    public List<CommittedFile> convert(
            Source source,
            SortedMap<String, Contents> contents,
            TableSchema schema,
            StorePath tableRoot,
            StorePath directory)
            throws IOException {
        Job job = new Job(source, contents, schema, tableRoot, directory);
        SortedMap<String, CommittedFile> files = new TreeMap<>();
        Set<String> pending = new HashSet<>(contents.keySet());
        while (!pending.isEmpty()) {
            pending = pass(job, pending, files);
        }
        return List.copyOf(files.values());
    }

    /** What is being converted, to where. */
    private record Job(
            Source source,
            SortedMap<String, Contents> contents,
            TableSchema schema,
            StorePath tableRoot,
            StorePath directory) {

        Contents content(String outputPartition) {
            Contents content = contents.get(outputPartition);
            if (content == null) {
                throw new IllegalStateException("nothing goes to " + outputPartition);
            }
            return content;
        }
    }

    /** One pass over the staging. Returns the output partitions that are left to another one. */
    private Set<String> pass(Job job, Set<String> pending, Map<String, CommittedFile> files) throws IOException {
        String largest = Collections.max(
                pending,
                Comparator.comparingLong((String each) -> job.content(each).rows())
                        .thenComparing(Comparator.naturalOrder()));
        RecordBuckets others = new RecordBuckets(bucketsBytes);
        files.put(largest, write(job, largest, writer -> readAll(job, pending, largest, writer, others)));
        for (String each : pending) {
            if (!each.equals(largest) && !others.givenUp().contains(each)) {
                files.put(each, write(job, each, writer -> others.drain(each, writer)));
            }
        }
        return others.givenUp();
    }

    private void readAll(Job job, Set<String> pending, String streamed, RecordBuckets.Sink stream, RecordBuckets others)
            throws IOException {
        Batch batch = job.source().batch();
        try (StagedRecords records = StagedRecords.values(
                store,
                job.source().staging().segments(),
                batch.previous(),
                each -> each.equals(streamed)
                        || (pending.contains(each) && !others.givenUp().contains(each)),
                job.schema().schema())) {
            for (StagedEntry entry = records.next();
                    entry != null && entry.offset() < batch.nextOffset();
                    entry = records.next()) {
                if (entry.value() == null) {
                    continue;
                }
                if (entry.outputPartition().equals(streamed)) {
                    stream.accept(entry.value().input());
                } else {
                    others.add(entry.outputPartition(), entry.value());
                }
            }
        }
    }

    @FunctionalInterface
    private interface Rows {
        void writeTo(RecordBuckets.Sink writer) throws IOException;
    }

    private CommittedFile write(Job job, String outputPartition, Rows rows) throws IOException {
        Source source = job.source();
        Contents content = job.content(outputPartition);
        String name = new DataFileName(
                        source.topic(), source.partition(), content.firstOffset(), content.lastOffset(), extension)
                .format(offsetPadWidth);
        StorePath work = job.directory().child(outputPartition).child(name);
        Map<String, String> metadata = metadata(source, content, job.schema());
        try (DurableOutputFile out = ParquetFiles.output(store, work)) {
            long[] written = {0};
            try (RowWriter writer = format.open(out, job.schema().schema(), content.rows(), metadata)) {
                rows.writeTo(record -> {
                    writer.write(record);
                    written[0]++;
                });
                writer.complete();
            }
            if (written[0] != content.rows()) {
                throw new IOException(work + ": " + written[0] + " of " + content.rows() + " records were found again");
            }
            return new CommittedFile(
                    work.relativeTo(job.tableRoot()),
                    job.tableRoot().child(outputPartition).child(name).relativeTo(job.tableRoot()),
                    content.firstOffset(),
                    content.lastOffset(),
                    content.rows(),
                    out.bytes(),
                    out.crc32c(),
                    job.schema().version());
        }
    }

    private static Map<String, String> metadata(Source source, Contents content, TableSchema schema) {
        OffsetRange range = new OffsetRange(
                source.topic(), source.partition(), content.firstOffset(), content.lastOffset(), content.rows());
        return Map.of(
                FooterKeys.OFFSET_RANGES, OffsetRanges.toJson(List.of(range)),
                FooterKeys.SCHEMA_VERSION, Integer.toString(schema.version()),
                FooterKeys.SCHEMA_FINGERPRINT,
                        SchemaFingerprint.of(schema.schema()).hex());
    }
}
