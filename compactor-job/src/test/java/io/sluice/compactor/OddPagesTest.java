/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeOptions;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.Stitch;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks and pages that parquet-java does not write, and other writers do. */
@SuppressWarnings("deprecation") // Only the old ways of writing a page do not ask for its rows.
class OddPagesTest {

    private static final MessageType LISTS = MessageTypeParser.parseMessageType("message t { repeated int32 a; }");
    private static final MessageType NUMBER = MessageTypeParser.parseMessageType("message t { required int64 id; }");
    private static final int TRAILER_BYTES = 8;
    private static final long TWO_GIB = 1L << 31;

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();

    private CompactionReport compact(CompactorConfig config) throws IOException {
        return Compactor.run(
                config.withRenames(true), store, new StorePath(directory.toString()), CompactionListener.NONE);
    }

    private List<FileEntry> files() throws IOException {
        return new TestTable(store, new StorePath(directory.toString())).files();
    }

    private List<Object> rows() throws IOException {
        List<Object> rows = new ArrayList<>();
        for (FileEntry file : files()) {
            rows.addAll(LogicalRows.of(ParquetFiles.input(store, file)));
        }
        return rows;
    }

    /** Rows as lists, cut into pages of so many entries wherever that is; without an offset index, which forbids it. */
    private void write(String name, int entriesOfPage, int[]... lists) throws IOException {
        List<int[]> entries = new ArrayList<>();
        for (int[] list : lists) {
            if (list.length == 0) {
                entries.add(new int[] {0, 0, 0});
            }
            for (int i = 0; i < list.length; i++) {
                entries.add(new int[] {i == 0 ? 0 : 1, 1, list[i]});
            }
        }
        ColumnDescriptor column = LISTS.getColumns().get(0);
        try (ParquetFileWriter writer = new ParquetFileWriter(
                new LocalOutputFile(directory.resolve(name)), LISTS, ParquetFileWriter.Mode.CREATE, 1 << 20, 0)) {
            writer.start();
            writer.startBlock(lists.length);
            writer.startColumn(column, entries.size(), CompressionCodecName.UNCOMPRESSED);
            for (int from = 0; from < entries.size(); from += entriesOfPage) {
                page(writer, entries.subList(from, Math.min(entries.size(), from + entriesOfPage)));
            }
            writer.endColumn();
            writer.endBlock();
            writer.end(Map.of());
        }
    }

    private static void page(ParquetFileWriter writer, List<int[]> entries) throws IOException {
        IntStatistics statistics = new IntStatistics();
        ByteBuffer values = ByteBuffer.allocate(entries.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] entry : entries) {
            if (entry[1] == 1) {
                values.putInt(entry[2]);
                statistics.updateStats(entry[2]);
            } else {
                statistics.incrementNumNulls();
            }
        }
        byte[] body = BytesInput.concat(
                        levels(entries, 0), levels(entries, 1), BytesInput.from(values.array(), 0, values.position()))
                .toByteArray();
        writer.writeDataPage(
                entries.size(),
                body.length,
                BytesInput.from(body),
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                Encoding.PLAIN);
    }

    private static BytesInput levels(List<int[]> entries, int which) throws IOException {
        try (RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(1, 64, 1 << 10, new HeapByteBufferAllocator())) {
            for (int[] entry : entries) {
                encoder.writeInt(entry[which]);
            }
            byte[] bytes = encoder.toBytes().toByteArray();
            return BytesInput.from(BytesInput.concat(BytesInput.fromInt(bytes.length), BytesInput.from(bytes))
                    .toByteArray());
        }
    }

    @Test
    void rowsThatGoOnFromPageToPage() throws IOException {
        write("f1.parquet", 3, new int[] {1, 2, 3, 4, 5, 6, 7}, new int[0], new int[] {8, 9}, new int[] {10});
        write("f2.parquet", 2, new int[] {11, 12, 13}, new int[] {14, 15, 16, 17, 18});
        List<Object> before = rows();

        assertThat(compact(CompactorConfig.defaults()).merged()).isEqualTo(1);

        assertThat(before).hasSize(6);
        assertThat(rows()).isEqualTo(before);
        assertThat(FileValidator.validate(store, List.of(files().get(0).path())))
                .isEmpty();
    }

    private Path number(String name, long id) throws IOException {
        Path file = directory.resolve(name);
        try (ParquetWriter<org.apache.parquet.example.data.Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(file))
                .withType(NUMBER)
                .withConf(new PlainParquetConfiguration())
                .build()) {
            SimpleGroup row = new SimpleGroup(NUMBER);
            row.add("id", id);
            writer.write(row);
        }
        return file;
    }

    private static FileMetaData footer(byte[] file) throws IOException {
        int trailer = file.length - TRAILER_BYTES;
        int bytes = ByteBuffer.wrap(file, trailer, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Util.readFileMetaData(new ByteArrayInputStream(file, trailer - bytes, bytes));
    }

    /** A file whose one chunk is, by its footer, longer than an array can be; most of it is a hole. */
    private void huge(String name) throws IOException {
        Path file = number(name, 1);
        byte[] bytes = Files.readAllBytes(file);
        int trailer = bytes.length - TRAILER_BYTES;
        FileMetaData footer = footer(bytes);
        var chunk = footer.getRow_groups().get(0).getColumns().get(0);
        chunk.getMeta_data().setTotal_compressed_size(TWO_GIB);
        chunk.unsetColumn_index_offset();
        chunk.unsetOffset_index_offset();
        java.io.ByteArrayOutputStream end = new java.io.ByteArrayOutputStream();
        Util.writeFileMetaData(footer, end);
        end.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(end.size())
                .array());
        end.write(bytes, bytes.length - Integer.BYTES, Integer.BYTES);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(TWO_GIB + trailer);
            out.write(end.toByteArray());
        }
    }

    private void isLeftOut(CompactorConfig config) throws IOException {
        huge("huge.parquet");
        number("f1.parquet", 1);
        number("f2.parquet", 2);

        CompactionReport report = compact(config.withTargetBytes(8L << 30));

        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
        assertThat(report.results().get(0).message())
                .contains("huge.parquet: column [id] has a chunk of 2147483")
                .contains("chunks of 2 GiB and more are not merged");
        assertThat(files()).hasSize(2).anyMatch(f -> f.path().name().equals("huge.parquet"));
    }

    @Test
    void aChunkOfTwoGibibytesIsLeftOut() throws IOException {
        isLeftOut(CompactorConfig.defaults());
    }

    private MergeInput input(Path file) throws IOException {
        StorePath path = new StorePath(file.toString());
        var footer = ParquetReading.footer(
                ParquetFiles.input(store, store.status(path).orElseThrow()));
        return new MergeInput(
                path,
                footer.getFileMetaData().getSchema(),
                footer.getBlocks().stream().map(b -> b.getCompressedSize()).toList(),
                1);
    }

    @Test
    void whereRowGroupsStayItStaysToo() throws IOException {
        huge("huge.parquet");
        Path file = number("f1.parquet", 7);
        List<MergeInput> inputs = List.of(input(directory.resolve("huge.parquet")), input(file));
        MergeSpec spec = new MergeSpec(
                inputs,
                NUMBER,
                Optional.empty(),
                Map.of(),
                CompressionCodecName.UNCOMPRESSED,
                MergeMethod.STITCH,
                MergeOptions.DEFAULT);
        java.io.ByteArrayOutputStream tail = new java.io.ByteArrayOutputStream();
        long front = 100;

        Stitch.prepare(store, spec).orElseThrow().write(tail, front);

        FileMetaData footer = footer(tail.toByteArray());
        long firstOfSecond = front + Files.size(directory.resolve("huge.parquet")) + "PAR1".length();
        assertThat(footer.getRow_groups())
                .extracting(g -> g.getColumns().get(0).getMeta_data())
                .satisfiesExactly(
                        huge -> assertThat(huge.getTotal_compressed_size()).isEqualTo(TWO_GIB),
                        small -> assertThat(small.getData_page_offset()).isEqualTo(firstOfSecond));
    }

    @Test
    void norIsItSorted() throws IOException {
        isLeftOut(CompactorConfig.defaults()
                .withRewrite(new Rewrite(
                        Optional.empty(),
                        Optional.of(new RowOrder.Linear(SortColumn.parse("id"))),
                        SortSpace.DEFAULT)));
    }
}
