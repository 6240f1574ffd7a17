/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.schema.SchemaFiles;
import io.sluice.cli.service.Target;
import io.sluice.table.hadoop.FileStores;
import java.net.URI;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import picocli.CommandLine.Command;

/** {@code sluice schema}: what its subcommands share is how they take a schema from a file. */
@Command(
        name = "schema",
        description = "Check, merge and infer schemas; from .avsc, Avro and Parquet files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SchemaCheckCommand.class, SchemaMergeCommand.class, SchemaInferCommand.class})
public final class SchemaCommand {

    static final String FILES = "An .avsc, Avro or Parquet file: a local path, or a URI such as hdfs://namenode:8020/…";

    static String text(Schema schema) {
        return SchemaFormatter.format("json/pretty", schema);
    }

    static Schema read(String file) throws Exception {
        URI uri = file.contains("://") || file.startsWith("file:")
                ? URI.create(file)
                : Path.of(file).toAbsolutePath().normalize().toUri();
        try (Target target = Target.at(uri)) {
            return SchemaFiles.read(target.store(), FileStores.path(uri), file);
        }
    }
}
