/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.config.SyncMode;
import io.sluice.connector.sink.OffsetChain;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.connector.testing.TroubledFileStore;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.CrashingFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

    private static final Schema OLD =
            SchemaBuilder.record("Event").fields().requiredLong("id").endRecord();
    private static final Schema NEW = SchemaBuilder.record("Event")
            .fields()
            .requiredLong("id")
            .optionalString("note")
            .endRecord();

    @TempDir
    Path temporary;

    private final FileStore store = new LocalFileStore();
    private StorePath directory = StorePath.ROOT;

    @BeforeEach
    void inTemporaryDirectory() {
        directory = new StorePath(temporary.toString());
    }

    private Staging staging() {
        return new Staging(store, directory, SyncMode.HSYNC, List.of(), 0);
    }

    private static StagedRecord record(Schema schema, long offset, long previous) {
        GenericRecord value = new GenericData.Record(schema);
        value.put("id", offset * 10);
        return new StagedRecord(offset, previous, 0, 1000 + offset, "p=" + offset % 2, value);
    }

    private static StagedRecord record(Schema schema, long offset) {
        return record(schema, offset, offset - 1);
    }

    private List<Long> offsets(List<StorePath> files, long previous) throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (StagedRecords records = StagedRecords.heads(store, files, previous)) {
            for (StagedEntry entry = records.next(); entry != null; entry = records.next()) {
                offsets.add(entry.offset());
            }
        }
        return offsets;
    }

    private static GenericRecord value(StagedEntry entry, Schema schema) {
        RecordBytes bytes = entry.value();
        assertThat(bytes).isNotNull();
        return AvroResolver.between(schema, schema).read(bytes.input());
    }

    private List<StorePath> files() throws IOException {
        return store.list(directory).stream().map(FileEntry::path).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void whatWasStagedIsReadBackInOffsetOrder() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 0)), OLD);
        staging.append(List.of(record(NEW, 1), record(OLD, 2)), NEW);
        List<StorePath> segments = staging.seal().segments();
        assertThat(segments).hasSize(2);
        List<StagedEntry> odd = new ArrayList<>();
        List<GenericRecord> values = new ArrayList<>();
        try (StagedRecords records = StagedRecords.values(store, segments, -1, "p=1"::equals, NEW)) {
            for (StagedEntry entry = records.next(); entry != null; entry = records.next()) {
                odd.add(entry);
                if (entry.value() != null) {
                    values.add(value(entry, NEW));
                }
            }
        }
        assertThat(odd).extracting(StagedEntry::offset).containsExactly(0L, 1L, 2L);
        assertThat(odd.get(0).value()).as("of another output partition").isNull();
        assertThat(odd.get(1))
                .extracting(StagedEntry::previous, StagedEntry::timestampMs)
                .containsExactly(0L, 1001L);
        assertThat(values).containsExactly(record(NEW, 1).value());
    }

    /** Avro's own resolution reckons with eight bytes for each element, finds fewer, and calls the file cut off. */
    @Test
    void arraysWhoseElementsHaveGrownAreReadAsTheTableHasThem() throws IOException {
        Schema ints = SchemaBuilder.record("Event")
                .fields()
                .requiredLong("id")
                .name("list")
                .type()
                .array()
                .items()
                .intType()
                .noDefault()
                .endRecord();
        Schema doubles = SchemaBuilder.record("Event")
                .fields()
                .requiredLong("id")
                .name("list")
                .type()
                .array()
                .items()
                .doubleType()
                .noDefault()
                .endRecord();
        GenericRecord value = new GenericData.Record(ints);
        value.put("id", 7L);
        value.put("list", List.of(1, 2));
        Staging staging = staging();
        staging.append(List.of(new StagedRecord(0, -1, 0, 1000, "p=0", value)), ints);
        try (StagedRecords records =
                StagedRecords.values(store, staging.seal().segments(), -1, "p=0"::equals, doubles)) {
            StagedEntry entry = records.next();
            assertThat(entry).isNotNull();
            assertThat(value(entry, doubles).get("list")).isEqualTo(List.of(1.0, 2.0));
        }
    }

    @Test
    void valuesAreReadAsTheTableHasThem() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 0)), OLD);
        try (StagedRecords records = StagedRecords.values(store, staging.seal().segments(), -1, "p=0"::equals, NEW)) {
            StagedEntry entry = records.next();
            assertThat(entry).isNotNull();
            assertThat(value(entry, NEW).get("note")).isNull();
        }
    }

    @Test
    void versionsThatTakeTurnsShareAFileForEachSchemaOfTheTable() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 0)), OLD);
        for (long offset = 1; offset < 1000; offset++) {
            staging.append(List.of(record(offset % 2 == 0 ? OLD : NEW, offset)), NEW);
        }
        assertThat(staging.segments()).isEqualTo(2);
        List<StorePath> segments = staging.seal().segments();
        assertThat(segments).hasSize(2);
        assertThat(staging.segments()).isZero();
        assertThat(offsets(segments, -1)).isEqualTo(range(0, 1000));
        assertThat(offsets(segments.subList(0, 1), -1)).containsExactly(0L);
    }

    @Test
    void theNextBatchBeginsAnotherFile() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(NEW, 0)), NEW);
        List<StorePath> first = staging.seal().segments();
        staging.append(List.of(record(NEW, 1)), NEW);
        assertThat(staging.seal().segments()).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aSyncMakesEverythingBeforeItReadable() throws IOException {
        Staging staging = staging();
        for (long offset = 0; offset < 100; offset++) {
            staging.append(List.of(record(offset % 3 == 0 ? NEW : OLD, offset)), NEW);
            staging.sync();
            assertThat(offsets(files(), -1)).isEqualTo(range(0, offset + 1));
        }
        staging.close();
    }

    @Test
    @Tag("check-6")
    @Tag("check-19")
    void aFileCutAnywhereLosesItsEndAndNothingElse() throws IOException {
        Staging staging = staging();
        List<Long> lengths = new ArrayList<>();
        for (long offset = 0; offset < 6; offset++) {
            staging.append(List.of(record(NEW, offset)), NEW);
            staging.sync();
            lengths.add(staging.bytes());
        }
        StorePath whole = staging.seal().segments().get(0);
        byte[] bytes = Files.readAllBytes(Path.of(whole.value()));
        Path cut = temporary.resolve("cut.avro");
        for (int length = 0; length <= bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            int end = length;
            long records = lengths.stream().filter(synced -> synced <= end).count();
            assertThat(offsets(List.of(new StorePath(cut.toString())), -1))
                    .as("cut to %d bytes", length)
                    .isEqualTo(range(0, records));
        }
    }

    @Test
    @Tag("check-19")
    void aHoleInOneFileEndsTheChainAlthoughAnotherGoesOn() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 0)), OLD);
        staging.sync();
        long synced = Files.size(Path.of(files().get(0).value()));
        staging.append(List.of(record(OLD, 1)), OLD);
        staging.append(List.of(record(NEW, 2), record(OLD, 3)), NEW);
        List<StorePath> segments = staging.seal().segments();
        Path torn = Path.of(segments.get(0).value());
        Files.write(torn, Arrays.copyOf(Files.readAllBytes(torn), (int) synced));
        assertThat(offsets(segments, -1)).containsExactly(0L);

        Staging next = new Staging(store, directory("next"), SyncMode.HSYNC, segments, 0);
        next.append(List.of(record(OLD, 1), record(NEW, 2), record(OLD, 3), record(NEW, 4)), NEW);
        assertThat(next.segments()).isEqualTo(3);
        assertThat(offsets(next.seal().segments(), -1))
                .as("2 and 3 are there twice")
                .isEqualTo(range(0, 5));
    }

    private StorePath directory(String name) throws IOException {
        store.makeDirectories(directory.child(name));
        return directory.child(name);
    }

    @Test
    void aRecordThatIsCommittedAlreadyDoesNotCount() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 40, OffsetChain.NONE), record(OLD, 42, 40), record(OLD, 45, 42)), OLD);
        List<StorePath> segments = staging.seal().segments();
        assertThat(offsets(segments, OffsetChain.NONE)).containsExactly(40L, 42L, 45L);
        assertThat(offsets(segments, 40)).containsExactly(42L, 45L);
        assertThat(offsets(segments, 45)).isEmpty();
        assertThat(offsets(segments, 41)).as("not staged behind 41").isEmpty();
    }

    @Test
    @Tag("check-34")
    void aStreamThatCannotBeWrittenIsClosedAllTheSame() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        CrashingFileStore counting = CrashingFileStore.counting(store);
        Staging staging =
                new Staging(TroubledFileStore.filling(counting, full::get), directory, SyncMode.HSYNC, List.of(), 0);
        staging.append(List.of(record(OLD, 0)), OLD);
        full.set(true);
        assertThatThrownBy(staging::close).hasMessageStartingWith("trouble before write ");
        assertThat(counting.history())
                .filteredOn(operation -> operation.startsWith("close "))
                .hasSize(1);
    }

    @Test
    @Tag("check-19")
    void aStreamWhoseHeaderCannotBeWrittenIsClosed() {
        CrashingFileStore counting = CrashingFileStore.counting(store);
        Staging staging =
                new Staging(TroubledFileStore.filling(counting, () -> true), directory, SyncMode.HSYNC, List.of(), 0);
        assertThatThrownBy(() -> staging.append(List.of(record(OLD, 0)), OLD))
                .hasMessageStartingWith("trouble before write ");
        assertThat(counting.history())
                .filteredOn(operation -> operation.startsWith("close "))
                .hasSize(1);
    }

    @Test
    @Tag("check-6")
    void aDamagedFileIsNamed() throws IOException {
        Staging staging = staging();
        staging.append(List.of(record(OLD, 0)), OLD);
        Path file = Path.of(staging.seal().segments().get(0).value());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> offsets(files(), -1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away");
    }
}
