/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.config.ParquetConfig;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.stage.StagedEntry;
import io.sluice.connector.stage.StagedRecords;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.util.AutoCloseables.ParquetCloseResourceException;

/**
 * Writes the records of a sealed batch as Parquet, one file per output partition, in offset order, under the table's
 * schema. One file at a time: a conversion holds one row group in memory, however many output partitions there are, and
 * reads the staging once for each of them.
 *
 * <p>Thread-safe.
 */
public final class ParquetConverter {

    private static final String EXTENSION = "parquet";

    private final FileStore store;
    private final ParquetConfig config;
    private final int offsetPadWidth;

    public ParquetConverter(FileStore store, ParquetConfig config, int offsetPadWidth) {
        this.store = store;
        this.config = config;
        this.offsetPadWidth = offsetPadWidth;
    }

    /**
     * A batch to convert.
     *
     * @param segments its staging files, oldest first, closed
     */
    public record Source(String topic, int partition, Batch batch, List<StorePath> segments) {}

    /**
     * Finds the output partitions of a batch.
     *
     * @throws IOException also if the staging does not hold what the batch says
     */
    public SortedMap<String, Contents> contents(Source source) throws IOException {
        Batch batch = source.batch();
        SortedMap<String, Contents> contents = new TreeMap<>();
        long rows = 0;
        long next = batch.startOffset();
        try (StagedRecords records = StagedRecords.heads(store, source.segments(), batch.previous())) {
            for (StagedEntry entry = records.next();
                    entry != null && entry.offset() < batch.nextOffset();
                    entry = records.next()) {
                contents.merge(entry.outputPartition(), Contents.of(entry), Contents::plus);
                rows++;
                next = entry.offset() + 1;
            }
        }
        if (rows != batch.rows() || next != batch.nextOffset()) {
            throw new IOException("the staging of " + source.topic() + "-" + source.partition() + " holds " + rows
                    + " records up to offset " + next + " instead of " + batch.rows() + " up to "
                    + batch.nextOffset());
        }
        return contents;
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
        List<CommittedFile> files = new ArrayList<>();
        for (Map.Entry<String, Contents> each : contents.entrySet()) {
            String outputPartition = each.getKey();
            Contents content = each.getValue();
            String name = new DataFileName(
                            source.topic(), source.partition(), content.firstOffset(), content.lastOffset(), EXTENSION)
                    .format(offsetPadWidth);
            StorePath work = directory.child(outputPartition).child(name);
            DurableOutputFile out = ParquetFiles.output(store, work);
            try {
                write(source, outputPartition, content, schema, out);
            } catch (ParquetCloseResourceException e) {
                throw unwrapped(e);
            }
            files.add(new CommittedFile(
                    work.relativeTo(tableRoot),
                    tableRoot.child(outputPartition).child(name).relativeTo(tableRoot),
                    content.firstOffset(),
                    content.lastOffset(),
                    content.rows(),
                    out.bytes(),
                    out.crc32c(),
                    schema.version()));
        }
        return files;
    }

    /** Parquet's writer wraps what goes wrong when its file is closed, and only that. */
    private static IOException unwrapped(ParquetCloseResourceException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw e;
    }

    private void write(
            Source source, String outputPartition, Contents content, TableSchema schema, DurableOutputFile out)
            throws IOException {
        long written = 0;
        try (ParquetWriter<GenericRecord> writer = writer(source, content, schema, out);
                StagedRecords records = StagedRecords.values(
                        store, source.segments(), source.batch().previous(), outputPartition, schema.schema())) {
            for (StagedEntry entry = records.next();
                    entry != null && entry.offset() <= content.lastOffset();
                    entry = records.next()) {
                if (entry.value() != null) {
                    writer.write(entry.value());
                    written++;
                }
            }
        }
        if (written != content.rows()) {
            throw new IOException(
                    out.getPath() + ": " + written + " of " + content.rows() + " records were found again");
        }
    }

    /** Data pages of version 1: what Kite, Hive and Spark all read. */
    private ParquetWriter<GenericRecord> writer(
            Source source, Contents content, TableSchema schema, DurableOutputFile out) throws IOException {
        OffsetRange range = new OffsetRange(
                source.topic(), source.partition(), content.firstOffset(), content.lastOffset(), content.rows());
        return AvroParquetWriter.<GenericRecord>builder(out)
                .withSchema(schema.schema())
                .withDataModel(GenericData.get())
                .withConf(ParquetColumns.settings())
                .withWriteMode(ParquetFileWriter.Mode.CREATE)
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                .withCompressionCodec(config.codec())
                .withRowGroupSize(config.rowGroupBytes())
                .withPageSize(config.pageBytes())
                .withExtraMetaData(Map.of(
                        FooterKeys.OFFSET_RANGES, OffsetRanges.toJson(List.of(range)),
                        FooterKeys.SCHEMA_VERSION, Integer.toString(schema.version()),
                        FooterKeys.SCHEMA_FINGERPRINT,
                                SchemaFingerprint.of(schema.schema()).hex()))
                .build();
    }
}
