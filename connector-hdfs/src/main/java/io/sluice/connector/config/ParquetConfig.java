/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How Parquet files are written. Memory is about {@code convertThreads} times {@code rowGroupBytes}.
 *
 * @param rowGroupBytes size that a row group aims at, before compression
 * @param pageBytes size that a page aims at, before compression
 * @param convertThreads files that one task writes at a time
 */
public record ParquetConfig(CompressionCodecName codec, long rowGroupBytes, int pageBytes, int convertThreads) {}
