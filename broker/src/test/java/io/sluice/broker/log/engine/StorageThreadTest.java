/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.FileCache;
import io.sluice.broker.log.segment.LogDirs;
import io.sluice.broker.log.tail.ChunkPool;
import io.sluice.broker.log.wal.FlushMode;
import io.sluice.broker.log.wal.WalFormat;
import io.sluice.broker.log.wal.WalPosition;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageThreadTest {
    private static final int MAX_UNDRAINED = 1024;
    private static final LogEngineConfig IMPATIENT =
            new LogEngineConfig(FlushMode.GROUP, 4096, 1024, 16 * 1024, 0, MAX_UNDRAINED, MAX_UNDRAINED, 1, 4, 1000, 1);

    @Test
    void shouldFailTheLogAndHoldNobodyUpAfterAnError(@TempDir Path directory) throws Exception {
        Path here = Path.of("").toAbsolutePath();
        Journal journal =
                new Journal(new ChunkPool(0), MAX_UNDRAINED, new DiskRoom(here, DiskRoom.Disk.of(List.of(here)), 0));
        LogEntry large = new LogEntry(
                null,
                WalFormat.Type.DELETE,
                journal.take(ByteBuffer.allocate(2 * MAX_UNDRAINED)),
                List.of(),
                0,
                partition("events", 0).topicId(),
                new CompletableFuture<>());
        StorageThread storage = new StorageThread(
                IMPATIENT,
                new SegmentWriter(
                        journal,
                        noBundles(),
                        new LogDisks(LogDirs.open(List.of(directory)), new Logs()),
                        early -> {},
                        0,
                        WalPosition.START),
                journal,
                new OutOfMemory());
        storage.start();

        await().until(journal::hasFailed);

        assertThatThrownBy(() -> journal.take(ByteBuffer.allocate(1)))
                .isInstanceOf(KafkaStorageException.class)
                .hasRootCauseInstanceOf(InternalError.class);
        CompletableFuture.runAsync(() -> storage.hand(List.of(large), new WalPosition(1, 0)))
                .get(120, TimeUnit.SECONDS);
        storage.close();
    }

    private static Bundles noBundles() {
        return new Bundles(new FileCache(1), Path.of("not-needed"), Bundles.Settings.DEFAULTS, () -> 0);
    }

    private static final class OutOfMemory implements StorageThread.Chores {
        @Override
        public void afterDrain() {
            throw new InternalError("in a test");
        }

        @Override
        public void regularly() {
            throw new InternalError("in a test");
        }
    }
}
