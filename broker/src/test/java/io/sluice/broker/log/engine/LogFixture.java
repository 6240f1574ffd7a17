/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.wal.FlushMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** What tests of the log engine share: batches of text, and how to read them back whatever way they come. */
final class LogFixture {
    static final long NOW_MS = 1_700_000_000_000L;
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC);

    private LogFixture() {}

    /** Every partition begins in a bundle, soon leaves it, and bundles are soon full. */
    static final Bundles.Settings SHARED_FILES = new Bundles.Settings(0, 3000, 10_000);

    static TopicIdPartition partition(String topic, int partition) {
        Uuid id = new Uuid(topic.hashCode(), 77);
        return new TopicIdPartition(id, partition, topic);
    }

    /** Small sizes, so that little data goes through files, segments and checkpoints many times. */
    static LogEngineConfig small() {
        return new LogEngineConfig(
                FlushMode.GROUP, 4096, 1024, 16 * 1024, 2048, 64 * 1024, 1, 1, 4, 24L * 3600 * 1000, 3600_000);
    }

    static MemoryRecords batch(String... values) {
        return batchAt(NOW_MS, values);
    }

    static MemoryRecords batchAt(long timestampMs, String... values) {
        return MemoryRecords.withRecords(Compression.NONE, records(timestampMs, values));
    }

    static MemoryRecords idempotent(long producerId, int epoch, int sequence, String... values) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE, producerId, (short) epoch, sequence, records(NOW_MS, values));
    }

    static SimpleRecord[] records(long timestampMs, String... values) {
        return Stream.of(values)
                .map(value -> new SimpleRecord(timestampMs, null, value.getBytes(StandardCharsets.UTF_8)))
                .toArray(SimpleRecord[]::new);
    }

    /** All values from an offset to the high watermark, read as a consumer does: fetch after fetch. */
    static List<String> valuesFrom(PartitionLog log, long from, int maxBytes) {
        List<String> values = new ArrayList<>();
        long offset = from;
        while (offset < log.highWatermark()) {
            long before = offset;
            for (Record record : recordsOf(log.read(offset, maxBytes, true, ReadIsolation.READ_UNCOMMITTED))) {
                if (record.offset() >= offset) {
                    if (record.offset() != offset) {
                        throw new AssertionError("expected offset " + offset + ", read " + record.offset());
                    }
                    values.add(StandardCharsets.UTF_8.decode(record.value()).toString());
                    offset++;
                }
            }
            if (offset == before) {
                throw new AssertionError("no progress at offset " + offset + " of " + log.partition());
            }
        }
        return values;
    }

    static List<String> values(PartitionLog log) {
        return valuesFrom(log, log.logStartOffset(), 1 << 20);
    }

    /** The whole records of a read, which is released; a batch cut off at the end is left out. */
    static List<Record> recordsOf(LogRead read) {
        List<Record> records = new ArrayList<>();
        MemoryRecords.readableRecords(bytesOf(read.records())).records().forEach(records::add);
        return records;
    }

    static ByteBuffer bytesOf(FetchedRecords fetched) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (FetchedRecords.Part part : fetched.parts()) {
                part.match(
                        memory -> {
                            byte[] copy = new byte[memory.bytes().remaining()];
                            memory.bytes().duplicate().get(copy);
                            bytes.writeBytes(copy);
                        },
                        file -> {
                            try {
                                while (file.region().transferred()
                                        < file.region().count()) {
                                    file.region()
                                            .transferTo(
                                                    Channels.newChannel(bytes),
                                                    file.region().transferred());
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            }
            return ByteBuffer.wrap(bytes.toByteArray());
        } finally {
            fetched.release();
        }
    }

    /** The data directory as it is at this moment: what a process that is killed now leaves behind. */
    static Path copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }
}
