/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.schema.SchemaEvolution;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Merges files of several schemas, and compares what parquet-avro then reads with what Avro's own schema resolution makes
 * of the records: row by row, in order.
 */
class MergeAgainstAvroTest {

    private static final String V1 = """
            {"type":"record","name":"All","fields":[
              {"name":"i","type":"int"},
              {"name":"l","type":"long"},
              {"name":"f","type":"float"},
              {"name":"d","type":"double"},
              {"name":"b","type":"boolean"},
              {"name":"s","type":"string"},
              {"name":"raw","type":"bytes"},
              {"name":"fix","type":{"type":"fixed","name":"Six","size":6}},
              {"name":"e","type":{"type":"enum","name":"Colour","symbols":["RED","GREEN"]}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"micros","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
              {"name":"money","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}},
              {"name":"uuid","type":{"type":"string","logicalType":"uuid"}},
              {"name":"maybe","type":["null","string"],"default":null},
              {"name":"either","type":["null","int","string"],"default":null},
              {"name":"numbers","type":{"type":"array","items":"int"}},
              {"name":"gaps","type":["null",{"type":"array","items":["null","long"]}],"default":null},
              {"name":"matrix","type":{"type":"array","items":{"type":"array","items":"float"}}},
              {"name":"scores","type":{"type":"map","values":"int"}},
              {"name":"place","type":["null",{"type":"record","name":"Place","fields":[
                 {"name":"lat","type":"float"},
                 {"name":"names","type":{"type":"array","items":"string"}},
                 {"name":"more","type":["null",{"type":"record","name":"More","fields":[{"name":"note","type":"string"}]}]}]}],"default":null},
              {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":[
                 {"name":"tags","type":{"type":"array","items":"string"}},
                 {"name":"sku","type":"int"}]}}},
              {"name":"byName","type":["null",{"type":"map","values":{"type":"record","name":"Entry","fields":[
                 {"name":"n","type":["null","int"]}]}}],"default":null}
            ]}
            """;

    /** Adds columns in every place and with every kind of default, widens numbers, makes required ones nullable. */
    private static final String V2 = """
            {"type":"record","name":"All","fields":[
              {"name":"i","type":"long"},
              {"name":"l","type":"double"},
              {"name":"f","type":"double"},
              {"name":"d","type":"double"},
              {"name":"b","type":["null","boolean"]},
              {"name":"s","type":["null","string"]},
              {"name":"raw","type":"bytes"},
              {"name":"fix","type":{"type":"fixed","name":"Six","size":6}},
              {"name":"e","type":{"type":"enum","name":"Colour","symbols":["RED","GREEN","BLUE"]}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"micros","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
              {"name":"money","type":{"type":"bytes","logicalType":"decimal","precision":15,"scale":2}},
              {"name":"uuid","type":{"type":"string","logicalType":"uuid"}},
              {"name":"maybe","type":["null","string"],"default":null},
              {"name":"either","type":["null","int","string","double"],"default":null},
              {"name":"numbers","type":{"type":"array","items":["null","long"]}},
              {"name":"gaps","type":["null",{"type":"array","items":["null","long"]}],"default":null},
              {"name":"matrix","type":{"type":"array","items":{"type":"array","items":"double"}}},
              {"name":"scores","type":{"type":"map","values":"double"}},
              {"name":"place","type":["null",{"type":"record","name":"Place","fields":[
                 {"name":"lat","type":"double"},
                 {"name":"zone","type":"string","default":"UTC"},
                 {"name":"names","type":{"type":"array","items":"string"}},
                 {"name":"height","type":["null","int"],"default":null},
                 {"name":"history","type":{"type":"array","items":"int"},"default":[3,1,2]},
                 {"name":"more","type":["null",{"type":"record","name":"More","fields":[
                    {"name":"note","type":"string"},
                    {"name":"depth","type":"int","default":9}]}]}]}],"default":null},
              {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":[
                 {"name":"tags","type":{"type":"array","items":"string"}},
                 {"name":"sku","type":"long"},
                 {"name":"price","type":["null","double"],"default":null},
                 {"name":"unit","type":"string","default":"piece"},
                 {"name":"codes","type":{"type":"array","items":"string"},"default":[]}]}}},
              {"name":"byName","type":["null",{"type":"map","values":{"type":"record","name":"Entry","fields":[
                 {"name":"n","type":["null","int"]},
                 {"name":"added","type":"boolean","default":true}]}}],"default":null},
              {"name":"a1","type":["null","string"],"default":null},
              {"name":"a2","type":"int","default":-7},
              {"name":"a3","type":["string","null"],"default":"dflt"},
              {"name":"a4","type":{"type":"enum","name":"Size","symbols":["S","M"]},"default":"M"},
              {"name":"a5","type":{"type":"array","items":{"type":"record","name":"P","fields":[
                 {"name":"x","type":"int"},{"name":"y","type":["null","int"]}]}},"default":[{"x":1,"y":null},{"x":2,"y":null}]},
              {"name":"a6","type":{"type":"map","values":"long"},"default":{"one":1}},
              {"name":"a7","type":{"type":"record","name":"Q","fields":[
                 {"name":"u","type":"bytes"},{"name":"v","type":["null","float"]}]},"default":{"u":"\\u00ff","v":null}},
              {"name":"a8","type":["null",{"type":"map","values":"P"}],"default":null},
              {"name":"a9","type":{"type":"fixed","name":"Two","size":2},"default":"ab"}
            ]}
            """;

    private static final int PADDING_BYTES = 4096;

    @TempDir
    Path directory;

    private final FileStore store = new LocalFileStore();

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneSchema(long seed) throws IOException {
        assertMergedAsAvroReads(seed, List.of(V1, V1, V1), 128 << 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoSchemas(long seed) throws IOException {
        assertMergedAsAvroReads(seed, List.of(V1, V2, V1, V2), 128 << 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void twoSchemasInSeveralRowGroups(long seed) throws IOException {
        assertMergedAsAvroReads(seed, List.of(V1, V2, V1, V1, V2), 1);
    }

    @Test
    void filesWithoutRows() throws IOException {
        TestTable table = new TestTable(store, new StorePath(directory.toString()).child("t"));
        store.makeDirectories(table.root());
        TestTable.write(store, table.root().child("empty.parquet"), schema(V1), List.of(), java.util.Map.of());
        table.add("", 0, schema(V2), new RandomRecords(1).records(schema(V2), 5));

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true), store, table.root(), CompactionListener.NONE);

        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        assertThat(table.files()).hasSize(1);
        assertThat(table.read()).hasSize(5);
    }

    private void assertMergedAsAvroReads(long seed, List<String> schemas, long rowGroupBytes) throws IOException {
        TestTable table = new TestTable(store, new StorePath(directory.toString()).child("t" + seed));
        Schema evolved = schemas.stream()
                .map(MergeAgainstAvroTest::schema)
                .reduce(SchemaEvolution::merge)
                .orElseThrow();
        RandomRecords random = new RandomRecords(seed);
        List<Object> expected = new ArrayList<>();
        int first = 0;
        for (String json : schemas) {
            List<GenericRecord> records = random.records(schema(json), 50 + first % 97);
            table.add("", first, schema(json), records);
            first += records.size();
            for (GenericRecord record : records) {
                expected.add(RandomRecords.plain((Object) resolve(record, evolved)));
            }
        }

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true).withRowGroupBytes(rowGroupBytes),
                store,
                table.root(),
                CompactionListener.NONE);

        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        assertThat(table.files()).hasSize(1);
        assertThat(report.after().rowGroups()).isEqualTo(rowGroupBytes == 1 ? schemas.size() : 1);
        assertThat(FileValidator.validate(store, List.of(table.files().get(0).path())))
                .isEmpty();
        List<Object> found = RandomRecords.plain(table.read());
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("row %d", i).isEqualTo(expected.get(i));
        }
        ParquetMetadata footer =
                ParquetReading.footer(ParquetFiles.input(store, table.files().get(0)));
        assertThat(footer.getFileMetaData().getKeyValueMetaData().get("parquet.avro.schema"))
                .isEqualTo(evolved.toString());
    }

    private static GenericRecord resolve(GenericRecord record, Schema reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        // Avro 1.12.2 checks that a collection's elements can still be in the buffer, by the reader's sizes: an array
        // of
        // ints read as doubles at the end of the bytes is refused. Give it bytes to look at.
        bytes.write(new byte[PADDING_BYTES]);
        return new GenericDatumReader<GenericRecord>(record.getSchema(), reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
