/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a record's value becomes an Avro record.
 *
 * @param schemaFile an .avsc that all values have
 * @param schemaDirectory the .avsc files that the Confluent wire format's ids name
 * @param registry that the Confluent wire format's ids name schemas of
 * @param jsonConflicts for JSON, and for what Connect has no schema of
 * @param protobuf set if messages are bare
 * @param text set if the format is {@link ValueFormat#TEXT}
 * @param csv set if the format is {@link ValueFormat#CSV}
 */
public record ValueConfig(
        ValueFormat format,
        Optional<Path> schemaFile,
        Optional<Path> schemaDirectory,
        Optional<SchemaRegistryConfig> registry,
        JsonConflicts jsonConflicts,
        Optional<ProtobufConfig> protobuf,
        Optional<TextConfig> text,
        Optional<CsvConfig> csv) {}
