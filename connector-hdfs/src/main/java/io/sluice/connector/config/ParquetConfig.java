/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.List;
import java.util.OptionalInt;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How Parquet files are written. Memory is about {@code convertThreads} times {@code rowGroupBytes}.
 *
 * @param level of the codec, if not its default
 * @param rowGroupBytes size that a row group aims at, before compression
 * @param pageBytes size that a page aims at, before compression
 * @param pagesV2 data pages of version 2 instead of 1
 * @param bloomColumns paths of columns that get a Bloom filter, with dots
 * @param convertThreads files that one task writes at a time
 */
public record ParquetConfig(
        CompressionCodecName codec,
        OptionalInt level,
        long rowGroupBytes,
        int pageBytes,
        boolean pagesV2,
        boolean dictionary,
        List<String> bloomColumns,
        int convertThreads) {

    public ParquetConfig {
        bloomColumns = List.copyOf(bloomColumns);
    }
}
