/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import io.sluice.table.parquet.FloatOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Files to be merged, the same for the same seed: each of a few rows or some thousand, its values from few or from many,
 * its pages of either version, small or large, with ids, without, or with both.
 */
public final class SmallFiles {

    private static final Schema SCHEMA = new Schema.Parser().parse("""
        {"type":"record","name":"Row","fields":[
          {"name":"n","type":"long"},
          {"name":"i","type":"int"},
          {"name":"oi","type":["null","int"],"default":null},
          {"name":"l","type":["null","long"],"default":null},
          {"name":"d","type":"double"},
          {"name":"b","type":["null","boolean"],"default":null},
          {"name":"s","type":"string"},
          {"name":"os","type":["null","string"],"default":null},
          {"name":"day","type":["null",{"type":"int","logicalType":"date"}],"default":null},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"list","type":{"type":"array","items":["null","int"]}},
          {"name":"words","type":{"type":"array","items":"string"}},
          {"name":"map","type":{"type":"map","values":"long"}},
          {"name":"r","type":["null",{"type":"record","name":"R","fields":[
            {"name":"x","type":["null","float"],"default":null},{"name":"y","type":"string"}]}],"default":null}]}\
        """);

    private final Random random;
    private boolean forAllReaders;
    private long next;

    public SmallFiles(long seed) {
        this.random = new Random(seed);
    }

    /** From now on floating-point columns have the order that all readers know, and not the one of Parquet's library. */
    public SmallFiles forAllReaders() {
        forAllReaders = true;
        return this;
    }

    /** Writes two to seven files; column {@code n} counts the rows of all of them. */
    public void write(Path table) throws IOException {
        int files = 2 + random.nextInt(6);
        for (int file = 0; file < files; file++) {
            write(table.resolve("f" + file + ".parquet"), random.nextBoolean() ? 20 : 9_000);
        }
    }

    private void write(Path file, int atMost) throws IOException {
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        int kinds = List.of(3, 200, 1_000_000).get(random.nextInt(3));
        int nulls = List.of(1, 3, 1_000).get(random.nextInt(3));
        try (ParquetWriter<GenericRecord> writer = new Builder(file, lists, forAllReaders)
                .withConf(lists)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(random.nextInt(4) != 0)
                .withDictionaryPageSize(random.nextBoolean() ? 1 << 20 : 500)
                .withPageRowCountLimit(random.nextBoolean() ? 700 : 20_000)
                .build()) {
            int rows = 1 + random.nextInt(atMost);
            for (int row = 0; row < rows; row++) {
                writer.write(row(kinds, nulls));
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<GenericRecord, Builder> {

        private final MessageType columns;

        Builder(Path file, ParquetConfiguration lists, boolean forAllReaders) {
            super(new LocalOutputFile(file));
            MessageType converted = new AvroSchemaConverter(lists).convert(SCHEMA);
            this.columns = forAllReaders ? FloatOrder.asAllReadersKnow(converted) : converted;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Deprecated
        @Override
        protected WriteSupport<GenericRecord> getWriteSupport(Configuration conf) {
            return new AvroWriteSupport<>(columns, SCHEMA, GenericData.get());
        }

        @Override
        protected WriteSupport<GenericRecord> getWriteSupport(ParquetConfiguration conf) {
            return new AvroWriteSupport<>(columns, SCHEMA, GenericData.get());
        }
    }

    private GenericRecord row(int kinds, int nulls) {
        GenericRecord row = new GenericData.Record(SCHEMA);
        row.put("n", next++);
        row.put("i", random.nextInt(kinds));
        row.put("oi", isNull(nulls) ? null : random.nextInt(kinds));
        row.put("l", isNull(nulls) ? null : (long) random.nextInt(kinds));
        row.put("d", random.nextInt(kinds) / 8.0);
        row.put("b", isNull(nulls) ? null : random.nextBoolean());
        row.put("s", "s" + random.nextInt(kinds));
        row.put("os", isNull(nulls) ? null : "o" + random.nextInt(kinds));
        row.put("day", isNull(nulls) ? null : random.nextInt(20_000));
        row.put("at", 1_700_000_000_000_000L + random.nextInt(kinds));
        List<Object> list = new ArrayList<>();
        List<Object> words = new ArrayList<>();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(isNull(nulls) ? null : random.nextInt(kinds));
            words.add("w" + random.nextInt(kinds));
            map.put("k" + i, (long) random.nextInt(kinds));
        }
        row.put("list", list);
        row.put("words", words);
        row.put("map", map);
        row.put("r", isNull(nulls) ? null : inner(kinds, nulls));
        return row;
    }

    private GenericRecord inner(int kinds, int nulls) {
        GenericRecord inner =
                new GenericData.Record(SCHEMA.getField("r").schema().getTypes().get(1));
        inner.put("x", isNull(nulls) ? null : random.nextInt(kinds) / 4f);
        inner.put("y", "y" + random.nextInt(kinds));
        return inner;
    }

    private boolean isNull(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
