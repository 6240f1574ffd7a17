/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.Target;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.cli.terminal.UserError;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.FileStores;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice inspect}: what the footer of a Parquet file says. */
@Command(
        name = "inspect",
        description = "Show the schema, row groups, columns and key-value metadata of a Parquet file.",
        mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A local path, or a URI such as hdfs://namenode:8020/topics/…")
    private String file;

    @Option(
            names = "--verify",
            description =
                    "Read every byte of the file, and check that offsets, sizes, counts, levels, statistics and page"
                            + " indexes agree with what is there. Exit code 1 if something does not.")
    private boolean verify;

    @Override
    public Integer call() throws Exception {
        URI uri = file.contains("://") || file.startsWith("file:")
                ? URI.create(file)
                : Path.of(file).toAbsolutePath().normalize().toUri();
        StorePath path = FileStores.path(uri);
        Screen screen = Screen.of(spec.commandLine().getOut());
        try (Target target = Target.at(uri)) {
            long bytes = target.store()
                    .status(path)
                    .orElseThrow(() -> new UserError("no file " + file))
                    .bytes();
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
            try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(target.store(), path), options)) {
                print(screen, reader.getFooter(), reader.getRecordCount(), bytes);
            } catch (RuntimeException e) {
                throw new UserError(file + " is not a readable Parquet file: " + e.getMessage());
            }
            return verify ? verify(screen, target, path) : CommandLine.ExitCode.OK;
        }
    }

    private static int verify(Screen screen, Target target, StorePath path) throws IOException {
        List<String> faults = FileValidator.validate(target.store(), List.of(path));
        screen.blank();
        if (faults.isEmpty()) {
            screen.line("verified: offsets, sizes, counts, levels, statistics and page indexes agree with the values");
            return CommandLine.ExitCode.OK;
        }
        screen.line("not sound:");
        faults.forEach(fault -> screen.line("  " + fault));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void print(Screen screen, ParquetMetadata footer, long rows, long bytes) {
        screen.line(file);
        screen.line("  rows        " + Quantity.count(rows));
        screen.line("  bytes       " + Quantity.bytes(bytes));
        screen.line("  row groups  " + footer.getBlocks().size());
        screen.line("  written by  " + footer.getFileMetaData().getCreatedBy());
        screen.blank();
        for (String line : footer.getFileMetaData().getSchema().toString().split("\n", -1)) {
            screen.line("  " + line);
        }
        int number = 0;
        for (BlockMetaData block : footer.getBlocks()) {
            screen.line("row group " + number++ + ": " + Quantity.count(block.getRowCount()) + " rows, "
                    + Quantity.bytes(block.getCompressedSize()));
            screen.table(List.of("column", "type", "codec", "encodings", "values", "nulls", "bytes"), columns(block));
            screen.blank();
        }
        screen.line("key-value metadata");
        new TreeMap<>(footer.getFileMetaData().getKeyValueMetaData())
                .forEach((key, value) -> screen.line("  " + key + " = " + value));
    }

    private static List<List<String>> columns(BlockMetaData block) {
        List<List<String>> rows = new ArrayList<>();
        for (ColumnChunkMetaData column : block.getColumns()) {
            long nulls =
                    column.getStatistics() == null ? -1 : column.getStatistics().getNumNulls();
            rows.add(List.of(
                    column.getPath().toDotString(),
                    column.getPrimitiveType().getPrimitiveTypeName().name(),
                    column.getCodec().name(),
                    column.getEncodings().stream()
                            .map(Enum::name)
                            .sorted()
                            .toList()
                            .toString(),
                    Quantity.count(column.getValueCount()),
                    nulls < 0 ? "?" : Quantity.count(nulls),
                    Quantity.bytes(column.getTotalSize())));
        }
        return rows;
    }
}
