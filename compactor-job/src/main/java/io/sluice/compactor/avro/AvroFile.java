/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.avro;

import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.DurableOutputFile;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * An Avro data file.
 *
 * @param rows by the counts of its blocks
 */
public record AvroFile(Schema schema, long rows) {

    public static final String SUFFIX = ".avro";

    /** Two numbers of ten bytes at the most stand before each block. */
    private static final int BLOCK_HEADER_BYTES = 20;

    private static final PlainParquetConfiguration LISTS =
            new PlainParquetConfiguration(Map.of(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, "false"));

    public static boolean isOne(StorePath path) {
        return path.name().endsWith(SUFFIX);
    }

    /**
     * Reads the header and passes over the blocks.
     *
     * @throws AvroRuntimeException if it is no whole Avro file of records
     * @throws IOException if it cannot be read
     */
    public static AvroFile read(FileStore store, StorePath path) throws IOException {
        try (SeekableInput in = store.open(path)) {
            Schema schema;
            long firstBlock;
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(new AvroBytes(store, path), new GenericDatumReader<>())) {
                schema = reader.getSchema();
                firstBlock = reader.previousSync();
            } catch (IOException e) {
                throw new AvroRuntimeException(path + " is no Avro data file: " + e.getMessage(), e);
            }
            if (schema.getType() != Schema.Type.RECORD) {
                throw new AvroRuntimeException(path + " holds no records but " + schema.getType());
            }
            return new AvroFile(schema, rows(in, firstBlock, path));
        }
    }

    private static long rows(SeekableInput in, long firstBlock, StorePath path) throws IOException {
        long rows = 0;
        byte[] header = new byte[BLOCK_HEADER_BYTES];
        for (long at = firstBlock; at < in.length(); ) {
            int there = (int) Math.min(header.length, in.length() - at);
            in.readFully(at, header, 0, there);
            Numbers numbers = new Numbers(header, there, path);
            long count = numbers.next();
            long bytes = numbers.next();
            at += numbers.position() + bytes + DataFileConstants.SYNC_SIZE;
            if (count < 0 || bytes < 0 || at > in.length()) {
                throw new AvroRuntimeException(path + " ends within a block");
            }
            rows += count;
        }
        return rows;
    }

    /** Avro's zigzag numbers. */
    private static final class Numbers {

        private final byte[] bytes;
        private final int length;
        private final StorePath path;
        private int position;

        Numbers(byte[] bytes, int length, StorePath path) {
            this.bytes = bytes;
            this.length = length;
            this.path = path;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE && position < length; shift += 7) {
                byte b = bytes[position++];
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value >>> 1 ^ -(value & 1);
                }
            }
            throw new AvroRuntimeException(path + " has a block without a length");
        }

        int position() {
            return position;
        }
    }

    /**
     * Writes the same records as Parquet, by assembling each: there is no shorter way from rows to columns.
     *
     * @return how many
     */
    public static long convert(FileStore store, StorePath avro, StorePath parquet, CompressionCodecName codec)
            throws IOException {
        long rows = 0;
        try (DataFileReader<GenericRecord> reader =
                        new DataFileReader<>(new AvroBytes(store, avro), new GenericDatumReader<>());
                // Parquet's writer leaves its stream open once a write has failed.
                DurableOutputFile out = ParquetFiles.output(store, parquet);
                ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(out)
                        .withSchema(reader.getSchema())
                        .withDataModel(GenericData.get())
                        .withConf(LISTS)
                        .withWriteMode(ParquetFileWriter.Mode.CREATE)
                        .withCompressionCodec(codec)
                        .build()) {
            while (reader.hasNext()) {
                writer.write(reader.next());
                rows++;
            }
        }
        return rows;
    }
}
