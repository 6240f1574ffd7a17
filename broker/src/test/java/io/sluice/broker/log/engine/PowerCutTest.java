/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.idempotent;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.ExtentState;
import io.sluice.broker.log.segment.SegmentState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories with random power cuts: whatever no fsync covered is lost or becomes garbage. The model is what was
 * acknowledged.
 */
class PowerCutTest {
    private static final LogConfig RULES =
            new LogConfig(8 * 1024, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
    private static final int CUTS = 6;

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    /** What a topic's one partition must hold. */
    private static final class Expected {
        private final TopicIdPartition partition;
        private final List<String> values = new ArrayList<>();
        private long start;

        private Expected(String name) {
            this.partition = new TopicIdPartition(Uuid.randomUuid(), 0, name);
        }
    }

    private final Map<String, Expected> topics = new HashMap<>();
    private final Map<Uuid, String> deleted = new HashMap<>();
    private Bundles.Settings bundling = Bundles.Settings.DEFAULTS;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("sluice.test.seeds", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepWhatWasAcknowledged(long seed) throws IOException {
        Random random = new Random(seed);
        bundling = seed % 2 == 0 ? LogFixture.SHARED_FILES : Bundles.Settings.DEFAULTS;
        Path directory = temporary.resolve("0");
        for (int cut = 1; cut <= CUTS; cut++) {
            Path next = temporary.resolve(Integer.toString(cut));
            try (LogEngine engine = open(directory)) {
                verify(engine);
                int steps = random.nextInt(300);
                for (int i = 0; i < steps; i++) {
                    step(engine, random);
                }
                copyWhileRunning(directory, next);
            }
            if (random.nextInt(4) > 0) {
                cutPower(next, random);
                directory = next;
            } // else go on from the clean shutdown
        }
        try (LogEngine engine = open(directory)) {
            verify(engine);
        }
    }

    /** In every other history the partitions share files. */
    private LogEngine open(Path directory) throws IOException {
        return LogEngine.open(LogFixture.small(), bundling, directory, CLOCK);
    }

    private void step(LogEngine engine, Random random) {
        String name = "topic" + random.nextInt(4);
        Expected topic = topics.computeIfAbsent(name, Expected::new);
        PartitionLog log = engine.create(topic.partition, RULES);
        int dice = random.nextInt(100);
        if (dice < 2) {
            engine.delete(topic.partition.topicId());
            deleted.put(topic.partition.topicId(), name);
            topics.remove(name);
            // a later acknowledgement means that the deletion, queued before it, is durable too
            append(
                    engine.create(topics.computeIfAbsent(name, Expected::new).partition, RULES),
                    topics.get(name),
                    random);
        } else if (dice < 6) {
            long start = topic.start + random.nextInt((int) (log.highWatermark() - topic.start) + 1);
            log.deleteRecordsBefore(start).join();
            topic.start = start;
        } else {
            append(log, topic, random);
        }
    }

    private static void append(PartitionLog log, Expected topic, Random random) {
        String[] values = new String[1 + random.nextInt(3)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    topic.partition.topicId() + " " + (topic.values.size() + i) + " " + "x".repeat(random.nextInt(300));
        }
        Append append = log.append(idempotent(7, 0, topic.values.size(), values), AppendOrigin.CLIENT);
        append.durable().join();
        assertThat(append.baseOffset()).isEqualTo(topic.values.size());
        topic.values.addAll(List.of(values));
    }

    private void verify(LogEngine engine) {
        assertThat(engine.topicIds()).noneMatch(deleted::containsKey);
        for (Expected topic : topics.values()) {
            PartitionLog log = engine.create(topic.partition, RULES);
            assertThat(log.logStartOffset()).isEqualTo(topic.start);
            assertThat(log.highWatermark()).isEqualTo(topic.values.size());
            assertThat(LogFixture.valuesFrom(log, topic.start, 3000))
                    .isEqualTo(topic.values.subList((int) topic.start, topic.values.size()));
            if (!topic.values.isEmpty()) {
                append(log, topic, new Random(topic.values.size())); // the producer goes on in its sequence
            }
        }
    }

    /** Copies until nothing changed meanwhile: then the copy is a moment of the real directory. */
    static void copyWhileRunning(Path from, Path to) throws IOException {
        while (true) {
            try {
                Map<Path, String> before = state(from);
                LogFixture.copy(from, to);
                if (state(from).equals(before)) {
                    return;
                }
            } catch (IOException | UncheckedIOException e) {
                if (!(e instanceof NoSuchFileException || e.getCause() instanceof NoSuchFileException)) {
                    throw e; // else a file went away while it was copied
                }
            }
            deleteTree(to);
        }
    }

    private static Map<Path, String> state(Path directory) throws IOException {
        Map<Path, String> state = new HashMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                state.put(path, Files.size(path) + "@" + Files.getLastModifiedTime(path));
            }
        }
        return state;
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }

    /** Spoils every byte of a segment that the checkpoint does not vouch for. */
    private static void cutPower(Path directory, Random random) throws IOException {
        Map<Path, Long> forced = new HashMap<>();
        Checkpoint checkpoint = new CheckpointFile(directory).read().orElse(Checkpoint.NONE);
        for (LogSnapshot log : checkpoint.logs()) {
            Path folder = directory.resolve(log.partition().topic() + "-0");
            for (ExtentState extent : log.extents()) {
                Path bundle = directory.resolve(String.format("bundles/%020d.bundle", extent.bundle()));
                forced.merge(bundle, extent.position() + extent.summary().sizeInBytes(), Math::max);
            }
            for (SegmentState segment : log.segments()) {
                String base = String.format("%020d", segment.summary().baseOffset());
                forced.put(folder.resolve(base + ".log"), segment.summary().sizeInBytes());
                forced.put(folder.resolve(base + ".index"), segment.offsetIndexEntries() * 8L);
                forced.put(folder.resolve(base + ".timeindex"), segment.timeIndexEntries() * 12L);
            }
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file :
                    (Iterable<Path>) tree.filter(path -> path.toString().matches(".*(log|index|bundle)$"))::iterator) {
                spoil(file, forced.getOrDefault(file, 0L), random);
            }
        }
        forgetOwners(directory, forced.keySet(), random);
    }

    /** Whose a directory is, is only on the disk when a checkpoint vouches for something in it. */
    private static void forgetOwners(Path directory, Set<Path> forced, Random random) throws IOException {
        Set<Path> safe = forced.stream().map(Path::getParent).collect(Collectors.toSet());
        try (DirectoryStream<Path> partitions = Files.newDirectoryStream(directory, "*-0")) {
            for (Path partition : partitions) {
                Path metadata = partition.resolve("partition.metadata");
                if (!safe.contains(partition) && Files.exists(metadata) && random.nextBoolean()) {
                    Files.write(metadata, new byte[0]);
                }
            }
        }
    }

    private static void spoil(Path file, long from, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size <= from) {
                return;
            }
            long kept = from + random.nextInt((int) (size - from) + 1);
            channel.truncate(kept);
            if (kept > from && random.nextBoolean()) {
                byte[] garbage = new byte[(int) (kept - from)];
                random.nextBytes(garbage);
                channel.write(ByteBuffer.wrap(garbage), from);
            }
        }
    }
}
