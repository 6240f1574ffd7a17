/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.CommitManifest;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.Manifests;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code sluice tables} and {@code sluice cat} on a table that is half way. */
class TablesCommandTest {

    private static final Schema EVENT =
            SchemaBuilder.record("Event").fields().requiredLong("id").endRecord();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void fill() throws IOException {
        Path table = directory.resolve("topics/events");
        Path file = table.resolve("partition=1/events+1+0+4.avro");
        Files.createDirectories(file.getParent());
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            writer.setMeta("sluice.schema.version", "3").create(EVENT, file.toFile());
            for (long id = 0; id < 5; id++) {
                GenericRecord record = new GenericData.Record(EVENT);
                record.put("id", id);
                writer.append(record);
                writer.sync();
            }
        }
        Path work = table.resolve(".sluice/work/0/0000000000000000001");
        Files.createDirectories(work);
        Files.write(work.resolve("000000-0.avro"), new byte[2048]);
        TableLayout layout = new TableLayout(new StorePath(table.toString()));
        long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        CommitManifest manifest =
                new CommitManifest(CommitManifest.VERSION, "events", 1, 1, 0, 1005, 5, 1000, hourAgo, List.of());
        try (FileStore store = new LocalFileStore()) {
            store.makeDirectories(layout.commits(1));
            try (DurableOutput stream = store.create(layout.commit(1, 0))) {
                stream.write(Manifests.toBytes(manifest));
            }
        }
    }

    private String run(String... arguments) {
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute(arguments)).as(() -> err.toString()).isZero();
        return out.toString();
    }

    @Test
    void shouldShowHowFarEachTableIs() {
        assertThat(run("tables", "--fs", "file:" + directory))
                .containsPattern("table +files +rows +bytes +schema +staged +last commit +lag")
                .containsPattern("events +1 +5 +\\S+ B +3 +2\\.0 KiB +1 h ago +-");
    }

    @Test
    void shouldShowEachPartition() {
        assertThat(run("tables", "--fs", "file:" + directory, "--partitions"))
                .containsPattern("events +0 +0 +2\\.0 KiB +- +-")
                .containsPattern("events +1 +1,005 +0 B +1 h ago +-");
    }

    @Test
    void shouldPrintTheRowsOfATableThatIsAvro() {
        assertThat(run("cat", "events", "--fs", "file:" + directory, "-n", "2").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"id\":0");
    }
}
