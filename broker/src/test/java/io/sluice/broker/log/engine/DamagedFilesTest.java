/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.batchAt;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.segment.Bundles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every kind, cut, zeroed or with a bit turned at any place, after a crash or an orderly stop. The start
 * refuses, naming the file, or every record that was acknowledged is there: right, or refused in its turn. A bit that
 * turned in a record is the one thing that only its own CRC tells, to the client.
 */
class DamagedFilesTest {
    private static final LogConfig RULES =
            new LogConfig(3000, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 90;

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private enum Damage {
        CUT,
        ZERO,
        FLIP
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("sluice.test.seeds", 30));
    }

    private Path stopped;
    private Path crashed;

    @BeforeEach
    void write() throws IOException {
        stopped = temporary.resolve("stopped");
        crashed = temporary.resolve("crashed");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldRefuseOrServeWhatWasAcknowledged(long seed) throws IOException {
        Random random = new Random(seed);
        Bundles.Settings bundling = random.nextBoolean() ? LogFixture.SHARED_FILES : Bundles.Settings.DEFAULTS;
        try (LogEngine engine = open(bundling, stopped)) {
            for (int i = 0; i < RECORDS; i++) {
                for (int p = 0; p < PARTITIONS; p++) {
                    log(engine, p)
                            .append(batchAt(NOW_MS + i, value(p, i)), AppendOrigin.CLIENT)
                            .durable()
                            .join();
                }
            }
            PowerCutTest.copyWhileRunning(stopped, crashed);
        }
        Path origin = random.nextBoolean() ? stopped : crashed;
        List<Path> files;
        try (Stream<Path> tree = Files.walk(origin)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (!file.endsWith(".lock") && Files.size(file) > 0) {
                Path directory = temporary.resolve("damaged");
                LogFixture.copy(origin, directory);
                Path damaged = directory.resolve(origin.relativize(file));
                Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
                int at = random.nextInt((int) Files.size(damaged));
                spoil(damaged, at, damage, random);
                check(bundling, directory, damaged, damage + " at " + at + " of " + damaged);
                PowerCutTest.deleteTree(directory);
            }
        }
    }

    private static void spoil(Path file, int at, Damage damage, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int size = (int) channel.size();
            if (damage == Damage.CUT) {
                channel.truncate(at);
            } else if (damage == Damage.ZERO) {
                channel.write(ByteBuffer.allocate(Math.min(size - at, 1 + random.nextInt(200))), at);
            } else {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, at);
                one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8))));
                channel.write(one.flip(), at);
            }
        }
    }

    private static void check(Bundles.Settings bundling, Path directory, Path damaged, String what) {
        try (LogEngine engine = open(bundling, directory)) {
            for (int p = 0; p < PARTITIONS; p++) {
                checkRecords(engine, p, damaged, what);
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).as(what).contains(directory.toString()).contains("estore");
        }
    }

    private static void checkRecords(LogEngine engine, int p, Path damaged, String what) {
        PartitionLog log = log(engine, p);
        if (damaged.toString().endsWith(".wal")) { // where it ends too early, nothing tells that it was once longer
            assertThat(log.highWatermark()).as(what).isLessThanOrEqualTo(RECORDS);
        } else {
            assertThat(log.highWatermark()).as(what).isEqualTo(RECORDS);
        }
        for (int offset = 0; offset < log.highWatermark(); offset++) {
            try {
                LogRead read = log.read(offset, 1, true, ReadIsolation.READ_UNCOMMITTED);
                RecordBatch batch = MemoryRecords.readableRecords(LogFixture.bytesOf(read.records()))
                        .batches()
                        .iterator()
                        .next();
                batch.ensureValid();
                String value = StandardCharsets.UTF_8
                        .decode(batch.iterator().next().value())
                        .toString();
                int at = Math.toIntExact(batch.baseOffset());
                int written = Integer.parseInt(value.split(":")[1]);
                boolean isData = damaged.toString().matches(".*[.](log|bundle)");
                assertThat(value).as(what).isEqualTo(value(p, written));
                // a bit of a batch's offset that turns into another offset near by goes unnoticed, as it does in Kafka
                assertThat(at == written || (isData && Integer.bitCount(at ^ written) == 1))
                        .as("%s: record %d stands at %d", what, written, at)
                        .isTrue();
                assertThat(at == offset || isData)
                        .as("%s: asked for %d, got %d", what, offset, at)
                        .isTrue();
            } catch (KafkaStorageException e) {
                assertThat(e)
                        .as(what)
                        .hasMessageContaining(damaged.getFileName().toString());
            } catch (CorruptRecordException | InvalidRecordException e) {
                assertThat(damaged.toString()).as(what).matches(".*[.](log|bundle)");
            } catch (RuntimeException e) {
                fail(what, e);
            }
        }
    }

    private static LogEngine open(Bundles.Settings bundling, Path directory) throws IOException {
        return LogEngine.open(LogFixture.small(), bundling, directory, CLOCK);
    }

    private static PartitionLog log(LogEngine engine, int p) {
        return engine.create(partition("events", p), RULES);
    }

    private static String value(int partition, int index) {
        return partition + ":" + index + ":" + "x".repeat(index % 40);
    }
}
