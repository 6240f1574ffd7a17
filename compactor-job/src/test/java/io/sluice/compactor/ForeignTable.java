/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A directory of files that say nothing of Avro, of one row each. */
final class ForeignTable {

    private final Path directory;
    private final LocalFileStore store = new LocalFileStore();
    private int count;

    ForeignTable(Path directory) {
        this.directory = directory;
    }

    void file(String fields, Map<String, String> keyValues, Consumer<Group> row) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(directory.resolve("f" + count++ + ".parquet")))
                .withType(schema)
                .withConf(new PlainParquetConfiguration())
                .withExtraMetaData(keyValues)
                .build()) {
            Group group = new SimpleGroup(schema);
            row.accept(group);
            writer.write(group);
        }
    }

    void file(String fields, Consumer<Group> row) throws IOException {
        file(fields, Map.of(), row);
    }

    CompactionReport compact() throws IOException {
        return Compactor.run(
                CompactorConfig.defaults().withRenames(true),
                store,
                new StorePath(directory.toString()),
                CompactionListener.NONE);
    }

    List<FileEntry> files() throws IOException {
        return new TestTable(store, new StorePath(directory.toString())).files();
    }

    /** Merges all files to one, which is sound; its rows. */
    List<Object> merged() throws IOException {
        CompactionReport report = compact();
        assertThat(report.results()).isNotEmpty().allMatch(r -> r.message().isEmpty());
        assertThat(files()).hasSize(1);
        FileEntry file = files().get(0);
        assertThat(FileValidator.validate(store, List.of(file.path()))).isEmpty();
        return LogicalRows.of(ParquetFiles.input(store, file));
    }

    /** Fails to merge the files, and changes nothing; why. */
    String refusal() throws IOException {
        List<FileEntry> before = files();
        CompactionReport report = compact();
        assertThat(files()).isEqualTo(before);
        assertThat(report.results()).hasSize(1);
        return report.results().get(0).message();
    }
}
