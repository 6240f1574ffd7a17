/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.model.StoredBatches;
import io.sluice.broker.log.wal.FlushMode;
import io.sluice.broker.log.wal.WalFiles;
import io.sluice.broker.log.wal.WalFormat;
import io.sluice.broker.log.wal.WalFormat.EntryHeader;
import io.sluice.broker.log.wal.WalPosition;
import io.sluice.broker.log.wal.WalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The write-ahead log cut off, or damaged, at every single byte. */
class TornWalTest {
    private static final TopicIdPartition EVENTS = partition("events", 0);
    private static final int APPENDS = 6;
    /** Where a group's header says how long its entries are. */
    private static final int BYTES_OF_ENTRIES = 16;

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private Path crashed;
    /** Length of the write-ahead log when the append of that index had been acknowledged. */
    private final List<Long> walBytesAtAck = new ArrayList<>();

    @BeforeEach
    void appendAndCrash() throws IOException {
        Path running = temporary.resolve("running");
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, running, LogFixture.CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            for (int i = 0; i < APPENDS; i++) {
                log.append(batch("value " + i), AppendOrigin.CLIENT).durable().join();
                walBytesAtAck.add(endOfGroups(wal(running)));
            }
            crashed = LogFixture.copy(running, temporary.resolve("crashed"));
        }
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhereverTheLogIsCut() throws IOException {
        int size = (int) endOfGroups(wal(crashed));
        for (int cut = 0; cut <= size; cut++) {
            Path directory = LogFixture.copy(crashed, temporary.resolve("cut-" + cut));
            truncate(wal(directory), cut);

            List<String> recovered = recover(directory);

            assertThat(recovered).as("cut at %d", cut).isEqualTo(expected(acknowledgedAt(cut)));
        }
    }

    @Test
    void shouldTakeAppendsAgainBehindTheCut() throws IOException {
        for (int cut = 0; cut <= endOfGroups(wal(crashed)); cut += 7) {
            Path directory = LogFixture.copy(crashed, temporary.resolve("again-" + cut));
            truncate(wal(directory), cut);
            List<String> expected = new ArrayList<>(expected(acknowledgedAt(cut)));
            for (int round = 0; round < 3; round++) {
                try (LogEngine engine = open(directory)) {
                    PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
                    log.append(batch("round " + round), AppendOrigin.CLIENT)
                            .durable()
                            .join();
                    expected.add("round " + round);
                    // the next round starts from a crash as well, with the file of this one behind that of the last
                    directory = LogFixture.copy(directory, temporary.resolve("again-" + cut + "-" + round));
                }
            }
            assertThat(recover(directory)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void shouldNeverDropAcknowledgedRecordsSilentlyWhateverByteIsDamaged() throws IOException {
        int size = (int) endOfGroups(wal(crashed));
        int refused = 0;
        for (int at = 0; at < size; at++) {
            Path directory = LogFixture.copy(crashed, temporary.resolve("damaged-" + at));
            flip(wal(directory), at);
            boolean inLastGroup = at >= walBytesAtAck.get(APPENDS - 2);
            try {
                List<String> recovered = recover(directory);
                // the last group cannot be told from one that was torn while it was written
                assertThat(inLastGroup).as("byte %d", at).isTrue();
                assertThat(recovered).as("byte %d", at).isEqualTo(expected(APPENDS - 1));
            } catch (IOException e) {
                assertThat(inLastGroup).as("byte %d", at).isFalse();
                assertThat(e)
                        .hasMessageContaining("is damaged at byte")
                        .hasMessageContaining("among records that were acknowledged");
                refused++;
            }
        }
        assertThat(refused).isEqualTo(walBytesAtAck.get(APPENDS - 2).intValue());
    }

    @ParameterizedTest
    @EnumSource(FlushMode.class)
    void shouldTakeOnlyTheLastFileForTornHoweverTheLogIsFlushed(FlushMode flush) throws IOException {
        Path running = temporary.resolve("files");
        LogEngineConfig smallFiles = LogFixture.small().withFlush(flush);
        List<String> written = new ArrayList<>();
        Path damaged;
        try (LogEngine engine = LogEngine.open(smallFiles, running, LogFixture.CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            while (Files.notExists(wal(running, 2))) {
                written.add("value " + written.size());
                log.append(batch(written.get(written.size() - 1)), AppendOrigin.CLIENT)
                        .durable()
                        .join();
            }
            damaged = LogFixture.copy(running, temporary.resolve("files-damaged"));
        }
        truncate(wal(damaged), Files.size(wal(damaged)) - 1);

        assertThatThrownBy(() -> LogEngine.open(smallFiles, damaged, LogFixture.CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(wal(damaged) + " is damaged at byte")
                .hasMessageContaining("among records that were acknowledged");
    }

    @Test
    void shouldMissTheEndOfAFileThatHasASuccessorThoughItIsCutBetweenTwoGroups() throws IOException {
        Path running = temporary.resolve("boundaries");
        List<Long> boundaries = new ArrayList<>(List.of(0L));
        Path crash = temporary.resolve("boundaries-crashed");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), running, LogFixture.CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            PartitionLog other = engine.create(partition("others", 0), LogConfig.DEFAULTS);
            log.append(batch("first"), AppendOrigin.CLIENT).durable().join();
            while (Files.notExists(wal(running, 2))) {
                boundaries.add(endOfGroups(wal(running, 1)));
                // the log whose end is lost has nothing in the next file, so no offset is missing there
                PartitionLog next = boundaries.size() < 5 ? log : other;
                next.append(batch("value " + boundaries.size()), AppendOrigin.CLIENT)
                        .durable()
                        .join();
            }
            boundaries.remove(boundaries.size() - 1); // where the file really ends
            LogFixture.copy(running, crash);
        }
        for (long boundary : boundaries) {
            Path cut = LogFixture.copy(crash, temporary.resolve("boundary-" + boundary));
            truncate(wal(cut, 1), boundary);

            assertThatThrownBy(() -> LogEngine.open(LogFixture.small(), cut, LogFixture.CLOCK))
                    .as("cut at %d", boundary)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(wal(cut, 1).toString())
                    .hasMessageContaining("ends at byte " + boundary)
                    .hasMessageContaining("Restore the file");
        }
    }

    /** Files are used again: behind what is written in one lies what another held, whole groups and parts of them. */
    @Test
    void shouldEndWhereItsOwnGroupsEndInAFileThatWasUsedBefore() throws IOException {
        Path running = temporary.resolve("used");
        List<String> written = new ArrayList<>();
        int longerThanWritten = 0;
        try (LogEngine engine = LogEngine.open(LogFixture.small(), running, LogFixture.CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            for (Path last = lastWal(running); !last.endsWith(file(12)); last = lastWal(running)) {
                written.add("value " + written.size());
                log.append(batch(written.get(written.size() - 1)), AppendOrigin.CLIENT)
                        .durable()
                        .join();
                if (lastWal(running).compareTo(running.resolve("wal").resolve(file(9))) >= 0) {
                    Path crashed = temporary.resolve("used-" + written.size());
                    PowerCutTest.copyWhileRunning(running, crashed);
                    longerThanWritten += recoverUsed(crashed, written);
                }
            }
        }
        assertThat(longerThanWritten).isPositive();
    }

    /** @return 1 if the last file was longer than what was written to it */
    private int recoverUsed(Path crashed, List<String> written) throws IOException {
        Path torn = LogFixture.copy(crashed, crashed.resolveSibling(crashed.getFileName() + "-torn"));
        Path last = lastWal(crashed);
        long size = Files.size(last);

        WalPosition start =
                new CheckpointFile(crashed).read().orElse(Checkpoint.NONE).position();
        cutBehindTheLastGroup(crashed, start);
        long end = Files.size(last);

        assertThat(recover(crashed, LogFixture.small())).isEqualTo(written);
        boolean isNeeded = start.position() < end || !last.endsWith(file((int) start.fileSequence()));
        flip(lastWal(torn), end - 1);
        assertThat(recover(torn, LogFixture.small()))
                .as("torn at %d", end - 1)
                .isEqualTo(isNeeded ? written.subList(0, written.size() - 1) : written);
        return end < size ? 1 : 0;
    }

    private static void cutBehindTheLastGroup(Path directory, WalPosition start) throws IOException {
        new WalReader(new WalFiles(directory.resolve("wal"), 0)).replay(start, new WalReader.Replay() {
            @Override
            public void entry(EntryHeader header, ByteBuffer payload) {}

            @Override
            public boolean isIntact(EntryHeader header, ByteBuffer payload) {
                return StoredBatches.areIntact(payload, header.offset(), header.leaderEpoch());
            }
        });
    }

    private static Path lastWal(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static String file(int sequence) {
        return String.format("%020d.wal", sequence);
    }

    private int acknowledgedAt(int walBytes) {
        return (int) walBytesAtAck.stream().filter(bytes -> bytes <= walBytes).count();
    }

    private static List<String> expected(int appends) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < appends; i++) {
            values.add("value " + i);
        }
        return values;
    }

    private static List<String> recover(Path directory) throws IOException {
        return recover(directory, LogEngineConfig.DEFAULTS);
    }

    private static List<String> recover(Path directory, LogEngineConfig config) throws IOException {
        try (LogEngine engine = LogEngine.open(config, directory, LogFixture.CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            assertThat(log.highWatermark()).isEqualTo(log.endOffset());
            return values(log);
        }
    }

    private static LogEngine open(Path directory) throws IOException {
        return LogEngine.open(LogEngineConfig.DEFAULTS, directory, LogFixture.CLOCK);
    }

    private static Path wal(Path directory) {
        return wal(directory, 1);
    }

    private static Path wal(Path directory, int sequence) {
        return directory.resolve("wal").resolve(String.format("%020d.wal", sequence));
    }

    /** Of a file that was not used before; behind it there are zeros, to the end of a block. */
    private static long endOfGroups(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int end = 0;
        while (bytes.limit() - end >= WalFormat.GROUP_HEADER_BYTES && bytes.getInt(end) != 0) {
            end += WalFormat.GROUP_HEADER_BYTES + bytes.getInt(end + BYTES_OF_ENTRIES);
        }
        return end;
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) ~one.get(0));
            channel.write(one.flip(), at);
        }
    }
}
