/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.compactor.plan.SkipReason;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro data files become Parquet, with others or alone; if that is wanted. */
class AvroInputTest {

    private static final Schema OLD = new Schema.Parser().parse("""
            {"type":"record","name":"Event","fields":[
              {"name":"id","type":"int"},
              {"name":"tags","type":{"type":"array","items":"string"}}]}
            """);
    private static final Schema NEW = new Schema.Parser().parse("""
            {"type":"record","name":"Event","fields":[
              {"name":"id","type":"long"},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]},"default":"A"},
              {"name":"tags","type":{"type":"array","items":"string"}},
              {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}],
               "default":null}]}
            """);
    private static final CompactorConfig AVRO =
            CompactorConfig.defaults().withRenames(true).withAvro(true);

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private TestTable table;

    @BeforeEach
    void open() throws IOException {
        table = new TestTable(store, new StorePath(directory.toString()).child("t"));
        Files.createDirectories(directory.resolve("t/dt=1"));
    }

    private Path avro(String name, Schema schema, CodecFactory codec, List<GenericRecord> records) throws IOException {
        Path file = directory.resolve("t").resolve(name);
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec).setSyncInterval(200).create(schema, file.toFile());
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return file;
    }

    private CompactionReport compact(CompactorConfig config) throws IOException {
        return Compactor.run(config, store, table.root(), CompactionListener.NONE);
    }

    @Test
    void avroAndParquetOfSeveralSchemasBecomeOneParquetFile() throws IOException {
        List<GenericRecord> old = new RandomRecords(1).records(OLD, 300);
        List<GenericRecord> fresh = new RandomRecords(2).records(NEW, 200);
        avro("dt=1/a.avro", OLD, CodecFactory.nullCodec(), old);
        avro("dt=1/b.avro", NEW, CodecFactory.deflateCodec(6), fresh);
        table.add("dt=1", 0, NEW, fresh);

        CompactionReport report = compact(AVRO);

        assertThat(report.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message()).isEmpty());
        List<FileEntry> files = table.files();
        assertThat(files).hasSize(1);
        assertThat(FileValidator.validate(store, List.of(files.get(0).path()))).isEmpty();
        assertThat(store.list(table.root().child("dt=1"))).hasSize(1);
        List<Object> rows = RandomRecords.plain(table.read());
        assertThat(rows).hasSize(700);
        List<Object> expected = RandomRecords.plain(fresh);
        assertThat(rows.subList(300, 500)).isEqualTo(expected);
        assertThat(rows.subList(500, 700)).isEqualTo(expected);
        List<Object> widened = RandomRecords.plain(old);
        for (int i = 0; i < 300; i++) {
            Map<?, ?> was = (Map<?, ?>) widened.get(i);
            Map<?, ?> is = (Map<?, ?>) rows.get(i);
            assertThat(is.get("id")).isEqualTo(((Integer) was.get("id")).longValue());
            assertThat(is.get("tags")).isEqualTo(was.get("tags"));
            assertThat(String.valueOf(is.get("kind"))).isEqualTo("A");
            assertThat(is.get("price")).isNull();
        }
        assertThat(compact(AVRO).plan().isEmpty()).isTrue();
    }

    @Test
    void aLoneFileOfAnySizeBecomesParquet() throws IOException {
        List<GenericRecord> records = new RandomRecords(3).records(NEW, 500);
        avro("dt=1/a.avro", NEW, CodecFactory.snappyCodec(), records);

        CompactionReport report = compact(AVRO.withTargetBytes(100));

        assertThat(report.merged()).isEqualTo(1);
        assertThat(report.before().rows()).isEqualTo(500);
        assertThat(RandomRecords.plain(table.read())).isEqualTo(RandomRecords.plain(records));
        assertThat(compact(AVRO.withTargetBytes(100)).plan().isEmpty()).isTrue();
    }

    @Test
    void theirRowsAreSortedLikeOthers() throws IOException {
        List<GenericRecord> records = new RandomRecords(5).records(NEW, 300);
        avro("dt=1/a.avro", NEW, CodecFactory.snappyCodec(), records.subList(0, 100));
        avro("dt=1/b.avro", NEW, CodecFactory.nullCodec(), records.subList(100, 300));
        Rewrite descending = new Rewrite(
                Optional.empty(), Optional.of(new RowOrder.Linear(SortColumn.parse("id desc"))), SortSpace.DEFAULT);

        assertThat(compact(AVRO.withRewrite(descending)).merged()).isEqualTo(1);

        List<GenericRecord> rows = table.read();
        assertThat(RandomRecords.plain(rows)).containsExactlyInAnyOrderElementsOf(RandomRecords.plain(records));
        assertThat(rows).extracting(r -> (Long) r.get("id")).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void unlessItIsWantedTheyAreNoFilesOfTheTable() throws IOException {
        Path file = avro("dt=1/a.avro", OLD, CodecFactory.nullCodec(), new RandomRecords(1).records(OLD, 10));
        avro("dt=1/b.avro", OLD, CodecFactory.nullCodec(), new RandomRecords(2).records(OLD, 10));

        assertThat(compact(CompactorConfig.defaults().withRenames(true)).plan().isEmpty())
                .isTrue();
        assertThat(file).exists();
    }

    @Test
    void brokenFilesAreLeftAlone() throws IOException {
        List<GenericRecord> records = new RandomRecords(4).records(NEW, 400);
        avro("dt=1/good.avro", NEW, CodecFactory.nullCodec(), records);
        Path cut = avro("dt=1/cut.avro", NEW, CodecFactory.nullCodec(), records);
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
        Files.writeString(directory.resolve("t/dt=1/text.avro"), "no Avro at all");
        Schema numbers = SchemaBuilder.builder().intType();
        try (DataFileWriter<Integer> writer = new DataFileWriter<>(new GenericDatumWriter<>(numbers))) {
            writer.create(numbers, directory.resolve("t/dt=1/numbers.avro").toFile());
            writer.append(1);
        }
        Path damaged = avro("dt=1/damaged.avro", NEW, CodecFactory.deflateCodec(6), records);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 0x55;
        bytes[bytes.length / 2 + 1] ^= 0x55;
        Files.write(damaged, bytes);

        CompactionReport report = compact(AVRO);

        assertThat(report.plan().skippedByReason().get(SkipReason.UNREADABLE)).isBetween(3L, 4L);
        assertThat(directory.resolve("t/dt=1/good.avro")).doesNotExist();
        for (String name : List.of("cut", "text", "numbers", "damaged")) {
            assertThat(directory.resolve("t/dt=1/" + name + ".avro")).exists();
        }
        assertThat(directory.resolve("t/dt=1").toFile().list()).hasSize(5);
    }
}
