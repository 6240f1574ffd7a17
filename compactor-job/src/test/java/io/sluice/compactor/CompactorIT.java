/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.OffsetRanges;
import io.sluice.table.parquet.ParquetFiles;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compactor on a real HDFS. */
class CompactorIT {

    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .endRecord();

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

    static List<GenericRecord> events(long from, int count) {
        List<GenericRecord> events = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            events.add(new GenericRecordBuilder(EVENT)
                    .set("id", id)
                    .set("name", id % 7 == 0 ? null : "name-" + id % 100)
                    .build());
        }
        return events;
    }

    private CompactionReport compact(CompactorConfig config) throws IOException {
        return Compactor.run(config, store, table.root(), CompactionListener.NONE);
    }

    @Test
    void manyFilesBecomeOneByAnAtomicConcat() throws IOException {
        for (int i = 0; i < 12; i++) {
            table.add("dt=2026-11-22", i * 1000L, EVENT, events(i * 1000L, 1000));
        }
        List<GenericRecord> before = table.read();

        CompactionReport report = compact(CompactorConfig.defaults());

        assertThat(report.succeeded()).isTrue();
        assertThat(table.files()).hasSize(1);
        assertThat(table.read()).isEqualTo(before);
        assertThat(report.before().files()).isEqualTo(12);
        assertThat(report.after().files()).isEqualTo(1);
        assertThat(report.after().rowGroups()).isEqualTo(1);
        assertThat(report.after().rows()).isEqualTo(12_000);
        assertThat(report.after().deadBytes()).isGreaterThan(report.before().bytes());
        assertThat(store.list(table.root().child("dt=2026-11-22")))
                .extracting(FileEntry::path)
                .containsExactly(table.root()
                        .child("dt=2026-11-22/" + table.root().name() + "+merged+0000000000000000001.parquet"));
        ParquetMetadata footer =
                ParquetReading.footer(ParquetFiles.input(store, table.files().get(0)));
        assertThat(OffsetRanges.fromJson(
                        footer.getFileMetaData().getKeyValueMetaData().get(FooterKeys.OFFSET_RANGES)))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.first()).isZero();
                    assertThat(r.last()).isEqualTo(11_999);
                    assertThat(r.rows()).isEqualTo(12_000);
                });
    }

    @Test
    void theSecondRunDoesNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            table.add("", i * 100L, EVENT, events(i * 100L, 100));
        }
        compact(CompactorConfig.defaults());
        List<FileEntry> files = table.files();

        CompactionReport second = compact(CompactorConfig.defaults());

        assertThat(second.plan().isEmpty()).isTrue();
        assertThat(table.files()).isEqualTo(files);
    }

    @Test
    void aMergedFileIsMergedAgainWhenAsMuchIsNew() throws IOException {
        table.add("", 0, EVENT, events(0, 500));
        table.add("", 500, EVENT, events(500, 500));
        compact(CompactorConfig.defaults());
        table.add("", 1000, EVENT, events(1000, 500));
        assertThat(compact(CompactorConfig.defaults()).plan().isEmpty()).isTrue();
        table.add("", 1500, EVENT, events(1500, 800));
        List<GenericRecord> before = table.read();

        CompactionReport second = compact(CompactorConfig.defaults());

        assertThat(second.succeeded()).isTrue();
        assertThat(table.files()).hasSize(1);
        assertThat(table.read()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        table.add("", 0, EVENT, events(0, 10));
        table.add("", 10, EVENT, events(10, 10));
        List<FileEntry> files = table.files();

        CompactionReport report = compact(CompactorConfig.defaults().asDryRun());

        assertThat(report.plan().groups()).hasSize(1);
        assertThat(report.plan().toString()).startsWith("merge 2 files, ");
        assertThat(table.files()).isEqualTo(files);
        assertThat(store.status(new StorePath(table.root() + "/.sluice"))).isEmpty();
    }

    @Test
    void theTailHasPageIndexesThatReadersCanUse() throws IOException {
        for (int i = 0; i < 4; i++) {
            table.add("", i * 40_000L, EVENT, events(i * 40_000L, 40_000));
        }
        compact(CompactorConfig.defaults());
        FilterPredicate one = FilterApi.eq(FilterApi.longColumn("id"), 123_456L);
        ParquetReadOptions filtered = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withRecordFilter(FilterCompat.get(one))
                .build();

        try (ParquetFileReader reader =
                ParquetFileReader.open(ParquetFiles.input(store, table.files().get(0)), filtered)) {
            assertThat(reader.getRowGroups()).hasSize(1);
            assertThat(reader.readColumnIndex(
                            reader.getRowGroups().get(0).getColumns().get(0)))
                    .isNotNull();
            PageReadStore pages = reader.readNextFilteredRowGroup();
            assertThat(pages.getRowCount()).as("one page of 160,000 rows").isBetween(1L, 20_000L);
            assertThat(pages.getRowIndexOffset()).hasValue(0L);
        }
    }

    @Test
    void filesOfLongerBlocksThanOursAreMerged() throws IOException {
        Configuration longer = MiniHdfs.shared().configuration();
        longer.setLong("dfs.blocksize", 4 << 20);
        try (FileStore other = HadoopFileStore.open(MiniHdfs.shared().uri(), longer)) {
            new TestTable(other, table.root()).add("", 0, EVENT, events(0, 500));
        }
        StorePath ours = table.add("", 500, EVENT, events(500, 500));
        assertThat(store.blockBytes(table.files().get(0).path())).isGreaterThan(store.blockBytes(ours));
        List<GenericRecord> before = table.read();

        CompactionReport report = compact(CompactorConfig.defaults());

        assertThat(report.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message()).isEmpty());
        assertThat(table.files()).hasSize(1);
        assertThat(table.read()).isEqualTo(before);
    }
}
