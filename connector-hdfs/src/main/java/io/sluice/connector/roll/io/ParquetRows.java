/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.connector.config.ParquetConfig;
import io.sluice.table.parquet.DurableOutputFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet files as merges and readers like them: page indexes and statistics of sizes in all, data pages of version 1, which
 * Kite, Hive and Spark all read, unless configured otherwise, and dictionaries that go on from file to file.
 */
record ParquetRows(ParquetConfig config, StickyDictionaries dictionaries) implements RowFormat {

    /** Hadoop's words for the levels of GZIP, from 0. */
    private static final List<String> ZLIB = List.of(
            "NO_COMPRESSION",
            "BEST_SPEED",
            "TWO",
            "THREE",
            "FOUR",
            "FIVE",
            "SIX",
            "SEVEN",
            "EIGHT",
            "BEST_COMPRESSION");

    @Override
    public RowWriter open(DurableOutputFile out, Schema schema, long rows, Map<String, String> metadata)
            throws IOException {
        ParquetProperties.Builder properties = ParquetProperties.builder()
                .withWriterVersion(config.pagesV2() ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
                .withPageSize(config.pageBytes())
                .withDictionaryEncoding(config.dictionary())
                .withValuesWriterFactory(new SeededDictionaries(dictionaries, rows))
                // The smallest that will do for the values there are, instead of a MiB for each column and row group.
                .withAdaptiveBloomFilterEnabled(true)
                // Parquet's writer looks at its size after 100 rows: a hundred large ones would be one row group.
                .withMinRowCountForPageSizeCheck(1);
        for (String column : config.bloomColumns()) {
            properties.withBloomFilterEnabled(column, true);
        }
        return ParquetRowWriter.create(
                out, schema, properties.build(), config.codec(), settings(), config.rowGroupBytes(), metadata);
    }

    private ParquetConfiguration settings() {
        ParquetConfiguration settings = ParquetColumns.settings();
        if (config.level().isPresent()) {
            int level = config.level().getAsInt();
            if (config.codec() == CompressionCodecName.ZSTD) {
                settings.setInt(ZstandardCodec.PARQUET_COMPRESS_ZSTD_LEVEL, level);
            } else {
                settings.set("zlib.compress.level", ZLIB.get(level));
            }
        }
        return settings;
    }
}
