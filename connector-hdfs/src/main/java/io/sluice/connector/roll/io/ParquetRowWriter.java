/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.schema.avro.AvroInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file of records that are given as Avro bytes. Its pages are those that {@link
 * org.apache.parquet.avro.AvroWriteSupport} makes of the records, byte by byte, but no record is ever assembled. Holds one
 * row group in memory. The file is whole once it was completed and closed. Not thread-safe.
 */
final class ParquetRowWriter implements RowWriter {

    /** As parquet-avro names them, whose readers look there. */
    private static final String AVRO_SCHEMA = "parquet.avro.schema";

    private static final String AVRO_MODEL = "avro";

    private final Schema avro;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final long rowGroupBytes;
    private final Map<String, String> metadata;
    private final CodecFactory codecs;
    private final BytesInputCompressor compressor;
    private final ParquetFileWriter file;
    private @Nullable RowGroup group;
    private int groups;
    private long largestBytes;
    private long nextCheck;

    /** The columns of the rows that are not in the file yet. */
    private final class RowGroup implements AutoCloseable {

        private final ColumnChunkPageWriteStore pages;
        private final ColumnWriteStore columns;
        private final ColumnShredder shredder;
        private long rows;

        RowGroup() {
            pages = new ColumnChunkPageWriteStore(
                    compressor,
                    schema,
                    properties.getAllocator(),
                    properties.getColumnIndexTruncateLength(),
                    properties.getPageWriteChecksumEnabled(),
                    null,
                    groups);
            columns = properties.newColumnWriteStore(schema, pages, pages);
            List<ColumnDescriptor> descriptors = schema.getColumns();
            List<ColumnWriter> writers =
                    descriptors.stream().map(columns::getColumnWriter).toList();
            shredder = new ShredderCompiler(descriptors, writers).of(avro, schema);
        }

        void write(AvroInput in) {
            shredder.write(in, 0);
            columns.endRecord();
            rows++;
        }

        void flush() throws IOException {
            file.startBlock(rows);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }

        @Override
        public void close() {
            columns.close();
            pages.close();
        }
    }

    private ParquetRowWriter(
            ParquetFileWriter file,
            Schema avro,
            MessageType schema,
            ParquetProperties properties,
            CompressionCodecName codec,
            ParquetConfiguration settings,
            long rowGroupBytes,
            Map<String, String> metadata) {
        this.file = file;
        this.avro = avro;
        this.schema = schema;
        this.properties = properties;
        this.rowGroupBytes = rowGroupBytes;
        this.metadata = metadata;
        this.codecs = new CodecFactory(settings, properties.getPageSizeThreshold());
        this.compressor = codecs.getCompressor(codec);
        this.largestBytes = rowGroupBytes;
        this.nextCheck = properties.getMinRowCountForPageSizeCheck();
    }

    /**
     * Begins a file.
     *
     * @param out must not exist
     * @param avro of all the records; {@link ParquetColumns#require} holds for it
     * @param settings of the codec
     * @param metadata of the footer, beside that of the schema
     */
    static ParquetRowWriter create(
            OutputFile out,
            Schema avro,
            ParquetProperties properties,
            CompressionCodecName codec,
            ParquetConfiguration settings,
            long rowGroupBytes,
            Map<String, String> metadata)
            throws IOException {
        MessageType schema = ParquetColumns.of(avro);
        ParquetFileWriter file = new ParquetFileWriter(
                out,
                schema,
                ParquetFileWriter.Mode.CREATE,
                rowGroupBytes,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                null,
                properties);
        try {
            file.start();
            return new ParquetRowWriter(file, avro, schema, properties, codec, settings, rowGroupBytes, metadata);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
    }

    @Override
    public void write(AvroInput in) throws IOException {
        RowGroup current = group;
        if (current == null) {
            current = new RowGroup();
            group = current;
        }
        current.write(in);
        if (current.rows >= nextCheck || current.rows >= properties.getRowGroupRowCountLimit()) {
            check(current);
        }
    }

    /** When to look at the size again is found as parquet-java's writer finds it. */
    private void check(RowGroup current) throws IOException {
        int least = properties.getMinRowCountForPageSizeCheck();
        int most = properties.getMaxRowCountForPageSizeCheck();
        long bytes = current.columns.getBufferedSize();
        long ofOne = bytes / current.rows;
        if (current.rows >= properties.getRowGroupRowCountLimit() || bytes > largestBytes - 2 * ofOne) {
            // Parquet's own writer has set its count to nought by now.
            nextCheck = least;
            endRowGroup(current);
        } else {
            long halfway = (current.rows + (long) (largestBytes / ((float) ofOne))) / 2;
            nextCheck = Math.min(Math.max(least, halfway), current.rows + most);
        }
    }

    private void endRowGroup(RowGroup current) throws IOException {
        current.flush();
        groups++;
        largestBytes = Math.min(file.getNextRowGroupSize(), rowGroupBytes);
        group = null;
        current.close();
    }

    @Override
    public void complete() throws IOException {
        if (group != null) {
            endRowGroup(group);
        }
        Map<String, String> ofSchema = new HashMap<>(Map.of(AVRO_SCHEMA, avro.toString()));
        ofSchema.putAll(metadata);
        // Copied, as Parquet's own writer does, for the order of the keys follows from how the map came about.
        Map<String, String> footer = new HashMap<>(ofSchema);
        footer.put(ParquetWriter.OBJECT_MODEL_NAME_PROP, AVRO_MODEL);
        file.end(footer);
    }

    /** Closes the file, also one without its footer: Parquet's own writer would leave its stream open. */
    @Override
    public void close() throws IOException {
        RowGroup left = group;
        group = null;
        try (file) {
            if (left != null) {
                left.pages.close();
            }
        } finally {
            codecs.release();
        }
    }
}
