/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeOptions;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.Stitch;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.SchemaUnion;
import io.sluice.compactor.merge.output.TailWriter;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.FloatOrder;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * What a concat on HDFS makes of a front, files of any schemas and a tail, made here by writing one behind the other: it
 * means what the files mean, and agrees with itself.
 */
class StitchPropertyTest {

    private static final int TRIES = 25;

    private final List<Path> directories = new ArrayList<>();
    private final LocalFileStore store = new LocalFileStore();

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void stitchedFileMeansWhatItsInputsMean(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("stitch");
        directories.add(directory);
        RandomParquet parquet = new RandomParquet(random);
        parquet.agreeOnTheFirstColumn();
        List<Object> expected = new ArrayList<>();
        List<MergeInput> inputs = new ArrayList<>();
        MessageType schema = null;
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            Path file = directory.resolve("f" + i + ".parquet");
            parquet.write(file, 1 + random.nextInt(300));
            MergeInput input = input(file);
            inputs.add(input);
            expected.addAll(rows(file));
            schema = schema == null ? input.schema() : SchemaUnion.of(schema, input.schema());
        }
        schema = random.nextBoolean() ? FloatOrder.asAllReadersKnow(schema) : schema;
        MergeSpec spec = new MergeSpec(
                inputs,
                schema,
                Optional.empty(),
                Map.of(),
                CompressionCodecName.SNAPPY,
                MergeMethod.STITCH,
                MergeOptions.DEFAULT);

        Optional<Stitch> stitch = Stitch.prepare(store, spec);

        assertThat(stitch).isPresent();
        Path joined = directory.resolve("joined.parquet");
        byte[] front = TailWriter.emptyFile(schema, Map.of());
        try (OutputStream out = Files.newOutputStream(joined)) {
            out.write(front);
            for (MergeInput input : inputs) {
                Files.copy(Path.of(input.path().value()), out);
            }
            stitch.get().write(out, front.length);
        }
        assertThat(FileValidator.validate(store, List.of(new StorePath(joined.toString()))))
                .isEmpty();
        assertThat(rows(joined)).isEqualTo(expected);
    }

    private List<Object> rows(Path file) throws IOException {
        return LogicalRows.of(ParquetFiles.input(
                store, store.status(new StorePath(file.toString())).orElseThrow()));
    }

    private MergeInput input(Path file) throws IOException {
        StorePath path = new StorePath(file.toString());
        try (JoinedFiles opened = JoinedFiles.open(store, List.of(path))) {
            ParquetMetadata footer = ParquetReading.footer(opened);
            return new MergeInput(
                    path,
                    footer.getFileMetaData().getSchema(),
                    footer.getBlocks().stream()
                            .map(BlockMetaData::getCompressedSize)
                            .toList(),
                    footer.getBlocks().stream()
                            .mapToLong(BlockMetaData::getRowCount)
                            .sum());
        }
    }

    @AfterProperty
    void removeFiles() throws IOException {
        for (Path directory : directories) {
            TestTable.delete(directory);
        }
        directories.clear();
    }
}
