/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeOptions;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.MergedRowGroups;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.splice.Way;
import io.sluice.compactor.merge.verify.MergeVerifier.UnfaithfulMergeException;
import io.sluice.table.DurableOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merged file is held against what another merge was made of: no difference may pass. */
class MergeVerifierTest {

    private static final int ROWS = 30_000;
    private static final int PAGE_ROWS = 10_000;
    private static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":\"long\"}]}");

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private boolean dictionary;
    private WriterVersion version = WriterVersion.PARQUET_1_0;

    private record Merged(StorePath file, MergeSpec spec, MergedRowGroups rowGroups) {}

    /** One file, merged with itself. */
    private Merged merge(String name, IntToLongFunction value) throws IOException {
        MergeInput input = input(name, value);
        MergeSpec spec = new MergeSpec(
                List.of(input, input),
                new AvroSchemaConverter().convert(SCHEMA),
                Optional.of(SCHEMA),
                Map.of(),
                CompressionCodecName.UNCOMPRESSED,
                MergeMethod.SPLICE,
                MergeOptions.DEFAULT);
        StorePath merged = new StorePath(directory.toString()).child("merged-" + name);
        try (DurableOutput out = store.create(merged)) {
            MergedRowGroups result = ColumnarMerge.run(store, spec, out, bytes -> {});
            out.write(result.footer().inPlace());
            assertThat(result.ways().bytes()).containsOnlyKeys(Way.COPY);
            return new Merged(merged, spec, result);
        }
    }

    private MergeInput input(String name, IntToLongFunction value) throws IOException {
        Path file = directory.resolve(name);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(SCHEMA)
                .withDataModel(GenericData.get())
                .withDictionaryEncoding(dictionary)
                .withWriterVersion(version)
                .withPageRowCountLimit(PAGE_ROWS)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                GenericRecord record = new GenericData.Record(SCHEMA);
                record.put("v", value.applyAsLong(i));
                writer.write(record);
            }
        }
        StorePath path = new StorePath(file.toString());
        try (JoinedFiles opened = JoinedFiles.open(store, List.of(path))) {
            ParquetMetadata footer = ParquetReading.footer(opened);
            return new MergeInput(
                    path,
                    footer.getFileMetaData().getSchema(),
                    footer.getBlocks().stream()
                            .map(BlockMetaData::getCompressedSize)
                            .toList(),
                    ROWS);
        }
    }

    private void assertToldApart(Merged file, Merged wanted) throws IOException {
        MergeVerifier.verify(store, List.of(file.file()), file.spec(), file.rowGroups());
        assertThatThrownBy(() -> MergeVerifier.verify(store, List.of(file.file()), file.spec(), wanted.rowGroups()))
                .isInstanceOf(UnfaithfulMergeException.class)
                .hasMessageContaining("column 'v' of row group 0");
    }

    @Test
    void copiedPagesThatChangedPlaces() throws IOException {
        assertToldApart(merge("a", i -> i), merge("b", i -> (i + PAGE_ROWS) % ROWS));
    }

    @Test
    void oneValueOfACopiedPage() throws IOException {
        assertToldApart(merge("a", i -> i), merge("b", i -> i == ROWS / 2 ? -1 : i));
    }

    @Test
    void sameIdsOfAnotherDictionary() throws IOException {
        dictionary = true;

        assertToldApart(merge("a", i -> i % 10), merge("b", i -> i % 10 + (i % 10 == 9 ? 1 : 0)));
    }

    @Test
    void pagesInAnEncodingThatIsReadValueByValue() throws IOException {
        version = WriterVersion.PARQUET_2_0;

        assertToldApart(merge("a", i -> i), merge("b", i -> i == ROWS / 2 ? -1 : i));
    }

    @Test
    void otherPagesAreCopiedThanWere() throws IOException {
        Merged copied = merge("a", i -> i);
        dictionary = true;

        assertToldApart(copied, merge("b", i -> i % 10));
    }
}
