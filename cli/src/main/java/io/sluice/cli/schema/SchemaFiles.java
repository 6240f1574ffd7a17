/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.schema;

import io.sluice.cli.terminal.UserError;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/** The Avro schema that a file is or has: an {@code .avsc}, an Avro container file, a Parquet file. */
public final class SchemaFiles {

    /** Under which parquet-avro, and so everybody who writes Parquet by it, keeps the schema; older versions second. */
    private static final String[] AVRO_KEYS = {"parquet.avro.schema", "avro.schema"};

    private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_TEXT_BYTES = 16 << 20;

    private SchemaFiles() {}

    /**
     * Reads a schema; which kind of file it is, its first bytes tell.
     *
     * @param name of the file, for messages
     * @throws UserError if there is no such file, or no schema in it
     */
    public static Schema read(FileStore store, StorePath path, String name) throws IOException {
        FileEntry entry = store.status(path)
                .filter(found -> !found.directory())
                .orElseThrow(() -> new UserError("no file " + name));
        try (SeekableInput in = store.open(path)) {
            byte[] magic = in.readNBytes(DataFileConstants.MAGIC.length);
            in.seek(0);
            if (Arrays.equals(magic, DataFileConstants.MAGIC)) {
                return ofAvro(in);
            } else if (Arrays.equals(magic, PARQUET_MAGIC)) {
                return ofParquet(store, entry);
            }
            return ofText(in, name);
        } catch (AvroRuntimeException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new UserError("no schema can be read from " + name + " (an .avsc, Avro or Parquet file is wanted): "
                    + e.getMessage());
        }
    }

    private static Schema ofText(SeekableInput in, String name) throws IOException {
        byte[] text = in.readNBytes(MAX_TEXT_BYTES + 1);
        if (text.length > MAX_TEXT_BYTES) {
            throw new UserError(name + " is longer than a schema can be: an .avsc, Avro or Parquet file is wanted");
        }
        return new Schema.Parser().parse(new String(text, StandardCharsets.UTF_8));
    }

    private static Schema ofAvro(SeekableInput in) throws IOException {
        try (DataFileStream<GenericRecord> data = new DataFileStream<>(in, new GenericDatumReader<>())) {
            return data.getSchema();
        }
    }

    private static Schema ofParquet(FileStore store, FileEntry file) throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, file), options)) {
            FileMetaData footer = reader.getFooter().getFileMetaData();
            Map<String, String> keys = footer.getKeyValueMetaData();
            for (String key : AVRO_KEYS) {
                if (keys.containsKey(key)) {
                    return new Schema.Parser().parse(keys.get(key));
                }
            }
            PlainParquetConfiguration conf = new PlainParquetConfiguration();
            conf.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
            conf.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
            return new AvroSchemaConverter(conf).convert(footer.getSchema());
        }
    }
}
