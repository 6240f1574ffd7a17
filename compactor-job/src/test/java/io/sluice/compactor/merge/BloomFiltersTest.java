/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.output.TailWriter;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of bloom filters: kept to the bit by a stitch; by a splice made anew, or dropped if that is wanted. */
class BloomFiltersTest {

    private static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType("message t { required int64 id; required binary name (STRING); }");
    private static final int ROWS = 1_000;

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();

    @BeforeEach
    void write() throws IOException {
        for (int file = 0; file < 3; file++) {
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                            ParquetFiles.output(store, path("f" + file + ".parquet")))
                    .withType(SCHEMA)
                    .withConf(new PlainParquetConfiguration())
                    .withBloomFilterEnabled("name", true)
                    .withBloomFilterNDV("name", ROWS)
                    .withDictionaryEncoding(false)
                    .build()) {
                for (int i = 0; i < ROWS; i++) {
                    writer.write(new SimpleGroupFactory(SCHEMA)
                            .newGroup()
                            .append("id", (long) i)
                            .append("name", "name " + file + " " + i));
                }
            }
        }
    }

    private StorePath path(String name) {
        return new StorePath(directory.toString()).child(name);
    }

    private List<byte[]> filters(StorePath file) throws IOException {
        List<byte[]> filters = new ArrayList<>();
        FileEntry entry = store.status(file).orElseThrow();
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, entry))) {
            for (BlockMetaData block : reader.getRowGroups()) {
                var filter = reader.readBloomFilter(block.getColumns().get(1));
                ByteArrayOutputStream bits = new ByteArrayOutputStream();
                if (filter != null) {
                    filter.writeTo(bits);
                }
                filters.add(bits.toByteArray());
            }
        }
        return filters;
    }

    private MergeInput input(StorePath path) throws IOException {
        ParquetMetadata footer = ParquetReading.footer(
                ParquetFiles.input(store, store.status(path).orElseThrow()));
        return new MergeInput(
                path,
                footer.getFileMetaData().getSchema(),
                footer.getBlocks().stream()
                        .map(BlockMetaData::getCompressedSize)
                        .toList(),
                ROWS);
    }

    @Test
    void aStitchKeepsThemToTheBit() throws IOException {
        List<MergeInput> inputs = new ArrayList<>();
        List<byte[]> before = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            inputs.add(input(path("f" + file + ".parquet")));
            before.addAll(filters(path("f" + file + ".parquet")));
        }
        MergeSpec spec = new MergeSpec(
                inputs,
                SCHEMA,
                Optional.empty(),
                Map.of(),
                CompressionCodecName.UNCOMPRESSED,
                MergeMethod.STITCH,
                // What is said of row groups that are put together is not meant for those that stay.
                MergeOptions.DEFAULT.withBloomFilters(BloomFilters.DROP));
        byte[] front = TailWriter.emptyFile(SCHEMA, Map.of());
        StorePath joined = path("joined.parquet");
        try (OutputStream out = Files.newOutputStream(Path.of(joined.value()))) {
            out.write(front);
            for (MergeInput input : inputs) {
                Files.copy(Path.of(input.path().value()), out);
            }
            Stitch.prepare(store, spec).orElseThrow().write(out, front.length);
        }

        assertThat(before).hasSize(3).allMatch(bits -> bits.length > 0);
        assertThat(filters(joined)).containsExactlyElementsOf(before);
        assertThat(FileValidator.validate(store, List.of(joined))).isEmpty();
    }

    private List<byte[]> merged(BloomFilters filters) throws IOException {
        CompactorConfig config = CompactorConfig.defaults().withRenames(true).withBloomFilters(filters);
        assertThat(Compactor.run(config, store, new StorePath(directory.toString()), CompactionListener.NONE)
                        .merged())
                .isEqualTo(1);
        StorePath file = store.list(new StorePath(directory.toString())).stream()
                .map(FileEntry::path)
                .filter(f -> !f.hidden())
                .findFirst()
                .orElseThrow();
        assertThat(FileValidator.validate(store, List.of(file))).isEmpty();
        return filters(file);
    }

    @Test
    void aSpliceMakesOneOfAllValues() throws IOException {
        int ofOneFile = filters(path("f0.parquet")).get(0).length;

        // As many bits to a value for three times the values; the validator has asked it for each of them.
        assertThat(merged(BloomFilters.REBUILD))
                .singleElement()
                .satisfies(bits -> assertThat(bits).hasSizeGreaterThan(ofOneFile));
    }

    @Test
    void aSpliceDropsThemIfThatIsWanted() throws IOException {
        assertThat(merged(BloomFilters.DROP))
                .singleElement()
                .satisfies(bits -> assertThat(bits).isEmpty());
    }
}
