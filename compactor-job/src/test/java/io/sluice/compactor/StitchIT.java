/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files with row groups that are large enough become one on a real HDFS, and none of their rows is copied. */
class StitchIT {

    private static final Schema V1 = new Schema.Parser().parse("""
            {"type":"record","name":"Event","fields":[
              {"name":"id","type":"long"},
              {"name":"n","type":"int"},
              {"name":"place","type":["null",{"type":"record","name":"Place","fields":[
                {"name":"names","type":{"type":"array","items":"string"}}]}],"default":null}]}
            """);

    /** Adds columns at the end, in the middle and in a record; widens one; makes none of the first anew. */
    private static final Schema V2 = new Schema.Parser().parse("""
            {"type":"record","name":"Event","fields":[
              {"name":"id","type":"long"},
              {"name":"kind","type":"string","default":"plain"},
              {"name":"n","type":["null","long"]},
              {"name":"place","type":["null",{"type":"record","name":"Place","fields":[
                {"name":"names","type":{"type":"array","items":"string"}},
                {"name":"zone","type":"string","default":"UTC"}]}],"default":null},
              {"name":"tags","type":{"type":"array","items":"string"},"default":["a","b"]},
              {"name":"note","type":["null","string"],"default":null}]}
            """);

    private static final Schema WIDE_ID = new Schema.Parser().parse("""
            {"type":"record","name":"Event","fields":[
              {"name":"id","type":"double"},
              {"name":"n","type":"int"},
              {"name":"place","type":["null",{"type":"record","name":"Place","fields":[
                {"name":"names","type":{"type":"array","items":"string"}}]}],"default":null}]}
            """);

    private static final CompactorConfig STITCH = CompactorConfig.defaults().withMinRowGroupBytes(1);

    private FileStore store;
    private TestTable table;

    @BeforeEach
    void open() throws IOException {
        store = TestHdfs.store();
        table = new TestTable(store, MiniHdfs.shared().newDirectory(getClass()));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void write(Schema... schemas) throws IOException {
        int first = 0;
        for (Schema schema : schemas) {
            table.add("", first, schema, new RandomRecords(first).records(schema, 300));
            first += 300;
        }
    }

    private FileEntry stitched(CompactionReport report, long rowGroups) throws IOException {
        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        assertThat(report.after().rowGroups()).isEqualTo(rowGroups);
        List<FileEntry> files = table.files();
        assertThat(files).hasSize(1);
        assertThat(FileValidator.validate(store, List.of(files.get(0).path()))).isEmpty();
        return files.get(0);
    }

    @Test
    void rowGroupsStayAsTheyAre() throws IOException {
        write(V1, V1, V1, V1);
        List<GenericRecord> before = table.read();
        long bytesBefore = table.files().stream().mapToLong(FileEntry::bytes).sum();

        CompactionReport report = Compactor.run(STITCH, store, table.root(), CompactionListener.NONE);

        FileEntry merged = stitched(report, 4);
        assertThat(table.read()).isEqualTo(before);
        // All of the inputs is in it, and next to nothing else.
        assertThat(merged.bytes()).isBetween(bytesBefore, bytesBefore + 40_000);
        assertThat(report.after().deadBytes()).isLessThan(report.after().bytes());
    }

    @Test
    void columnsThatARowGroupLacksAreInTheTail() throws IOException {
        write(V1, V2, V1);
        List<Object> ofV2 = RandomRecords.plain(new RandomRecords(300).records(V2, 300));
        List<Object> ofV1 = RandomRecords.plain(new RandomRecords(0).records(V1, 300));

        CompactionReport report = Compactor.run(STITCH, store, table.root(), CompactionListener.NONE);

        stitched(report, 3);
        List<Object> found = RandomRecords.plain(table.read());
        assertThat(found.subList(300, 600)).isEqualTo(ofV2);
        for (int i = 0; i < 300; i++) {
            Map<?, ?> was = (Map<?, ?>) ofV1.get(i);
            Map<?, ?> is = (Map<?, ?>) found.get(i);
            assertThat(is.get("id")).isEqualTo(was.get("id"));
            assertThat(is.get("n")).isEqualTo(((Integer) was.get("n")).longValue());
            assertThat(is.get("kind")).isEqualTo("plain");
            assertThat(is.get("tags")).isEqualTo(List.of("a", "b"));
            assertThat(is.get("note")).isNull();
            if (was.get("place") == null) {
                assertThat(is.get("place")).isNull();
            } else {
                assertThat(((Map<?, ?>) is.get("place")).get("zone")).isEqualTo("UTC");
                assertThat(((Map<?, ?>) is.get("place")).get("names"))
                        .isEqualTo(((Map<?, ?>) was.get("place")).get("names"));
            }
        }
    }

    @Test
    void smallSplitsSeeEachRowOnce() throws IOException {
        write(V1, V2, V1, V2, V1);

        CompactionReport report = Compactor.run(STITCH, store, table.root(), CompactionListener.NONE);

        FileEntry merged = stitched(report, 5);
        long rows = 0;
        long step = merged.bytes() / 37;
        for (long start = 0; start < merged.bytes(); start += step) {
            ParquetReadOptions split = ParquetReadOptions.builder(new PlainParquetConfiguration())
                    .withRange(start, Math.min(start + step, merged.bytes()))
                    .build();
            try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, merged), split)) {
                rows += reader.getRecordCount();
            }
        }
        assertThat(rows).isEqualTo(1500);
    }

    @Test
    void pageIndexesPointToTheirNewPlaces() throws IOException {
        List<GenericRecord> records = new ArrayList<>(new RandomRecords(1).records(V1, 300));
        for (int i = 0; i < records.size(); i++) {
            records.get(i).put("id", (long) i);
        }
        table.add("", 0, V1, records);
        table.add("", 300, V1, new RandomRecords(2).records(V1, 300));

        StorePath merged = stitched(Compactor.run(STITCH, store, table.root(), CompactionListener.NONE), 2)
                .path();

        ParquetReadOptions filter = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withRecordFilter(FilterCompat.get(FilterApi.eq(FilterApi.longColumn("id"), 250L)))
                .useColumnIndexFilter(true)
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, merged), filter)) {
            assertThat(reader.getFilteredRecordCount()).isBetween(1L, 599L);
        }
    }

    @Test
    void aFirstColumnToBeWrittenAnewIsNoCaseForAStitch() throws IOException {
        write(V1, WIDE_ID);

        CompactionReport report = Compactor.run(STITCH, store, table.root(), CompactionListener.NONE);

        stitched(report, 1);
        assertThat(table.read()).hasSize(600);
    }
}
