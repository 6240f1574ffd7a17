/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/**
 * What the files of a table are like.
 *
 * @param parquet of {@link FileFormat#PARQUET}
 * @param avroCodec of {@link FileFormat#AVRO}: a name that Avro knows
 * @param offsetPadWidth digits to which offsets in file names are padded
 */
public record FilesConfig(FileFormat format, ParquetConfig parquet, String avroCodec, int offsetPadWidth) {}
