/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.FileFormat;
import io.sluice.connector.config.FilesConfig;
import io.sluice.connector.config.ParquetConfig;
import io.sluice.connector.config.SyncMode;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.connector.stage.Contents;
import io.sluice.connector.stage.Staging;
import io.sluice.connector.testing.TableReader;
import io.sluice.table.CommitManifest.CommittedFile;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetConverterTest {

    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredLong("id")
            .requiredString("text")
            .endRecord();
    private static final ParquetConfig PARQUET = new ParquetConfig(
            CompressionCodecName.SNAPPY, OptionalInt.empty(), 128L << 20, 1 << 20, false, true, List.of(), 1);
    private static final FilesConfig CONFIG = new FilesConfig(FileFormat.PARQUET, PARQUET, "null", 2);

    @TempDir
    private Path temp;

    private final FileStore store = new LocalFileStore();
    private final AtomicInteger opened = new AtomicInteger();
    private StorePath root = StorePath.ROOT;

    @BeforeEach
    void makeTable() {
        root = new StorePath(temp.toString());
    }

    @Test
    void manySmallOutputPartitionsTakeOnePass() throws IOException {
        List<CommittedFile> files = convert(5_000, offset -> "p=" + offset % 1_000, ParquetConverter.BUCKETS_BYTES);

        assertThat(files)
                .hasSize(1_000)
                .allSatisfy(file -> assertThat(file.rows()).isEqualTo(5));
        assertThat(opened).as("to find the partitions, and to convert them").hasValue(2);
        requireRows(5_000, offset -> "p=" + offset % 1_000);
    }

    @Test
    void partitionsThatDoNotFitIntoMemoryTakeOneMorePassEach() throws IOException {
        // Three have some 20,000 bytes each: one is streamed, one has room beside the small one.
        LongFunction<String> partitions = offset -> offset % 300 == 0 ? "p=small" : "p=" + offset % 3;

        List<CommittedFile> files = convert(3_000, partitions, 30_000);

        assertThat(files).hasSize(4);
        assertThat(opened).as("to find the partitions, and two passes").hasValue(3);
        requireRows(3_000, partitions);
    }

    @Test
    void withoutRoomForAnythingEachPartitionTakesAPass() throws IOException {
        convert(100, offset -> "p=" + offset % 5, 1);

        assertThat(opened).hasValue(6);
        requireRows(100, offset -> "p=" + offset % 5);
    }

    @Test
    void filesCoverTheirOffsetsInTheOrderOfPartitions() throws IOException {
        List<CommittedFile> files = convert(10, offset -> offset < 4 ? "dt=a" : "dt=b", 1_000);

        assertThat(files)
                .extracting(file -> file.path() + " " + file.firstOffset() + ".." + file.lastOffset())
                .containsExactly("dt=a/t+0+00+03.parquet 0..3", "dt=b/t+0+04+09.parquet 4..9");
    }

    private List<CommittedFile> convert(int rows, LongFunction<String> partitions, long bucketsBytes)
            throws IOException {
        Staging staging = new Staging(store, root.child(".work"), SyncMode.HFLUSH, List.of(), 0);
        List<StagedRecord> records = new ArrayList<>();
        for (long offset = 0; offset < rows; offset++) {
            GenericRecord value = new GenericData.Record(EVENT);
            value.put("id", offset);
            value.put("text", "the text of " + offset);
            records.add(new StagedRecord(offset, offset - 1, 0, 0, partitions.apply(offset), value));
        }
        store.makeDirectories(root.child(".work"));
        staging.append(records, EVENT);
        List<StorePath> segments = staging.seal().segments();
        Staging.Sealed adopted = new Staging.Sealed(segments, Optional.empty());

        FileStore counting = countingOpens();
        ParquetConverter converter = new ParquetConverter(counting, CONFIG, new StickyDictionaries(), bucketsBytes);
        ParquetConverter.Source source =
                new ParquetConverter.Source("t", 0, new Batch(0, -1, rows, rows, 0, 0), adopted);
        SortedMap<String, Contents> contents = converter.contents(source);
        for (String partition : contents.keySet()) {
            store.makeDirectories(root.child(partition));
        }
        return converter.convert(source, contents, new TableSchema(1, EVENT), root, root);
    }

    private void requireRows(int rows, LongFunction<String> partitions) throws IOException {
        Map<String, List<Long>> expected = new HashMap<>();
        for (long offset = 0; offset < rows; offset++) {
            expected.computeIfAbsent(partitions.apply(offset), p -> new ArrayList<>())
                    .add(offset);
        }
        Map<String, List<Long>> found = new HashMap<>();
        for (TableReader.Row row : new TableReader(store, root).rows()) {
            assertThat(row.value().get("text"))
                    .hasToString("the text of " + row.value().get("id"));
            found.computeIfAbsent(row.file().parent().name(), p -> new ArrayList<>())
                    .add((Long) row.value().get("id"));
        }
        assertThat(found).isEqualTo(expected);
    }

    private FileStore countingOpens() {
        return (FileStore) Proxy.newProxyInstance(
                FileStore.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        opened.incrementAndGet();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
