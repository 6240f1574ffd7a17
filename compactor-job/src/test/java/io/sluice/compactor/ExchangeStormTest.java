/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exchange after exchange on a local disk while readers list and read as fast as they can: who opens what it has listed
 * finds each row once, or is told that a file is gone. Only who is in the middle of a listing, in a directory that is
 * exchanged and, here, deleted at once, may miss names. {@code -Dsluice.test.commits=1000} for the long form.
 */
class ExchangeStormTest {

    private static final int COMMITS = Integer.getInteger("sluice.test.commits", 60);
    private static final ParquetReadOptions OPTIONS =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final AtomicReference<StorePath> current = new AtomicReference<>();
    private final AtomicLong listings = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();
    private final Collection<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stop;

    private void readOn(CountDownLatch started, long expected) {
        while (!stop) {
            StorePath partition = current.get();
            Path listed = Path.of(partition.value());
            started.countDown();
            try {
                Object before = identity(listed);
                String[] names = Objects.requireNonNull(listed.toFile().list(), "there is always a directory");
                boolean inTheMiddle = !before.equals(identity(listed));
                long rows = 0;
                for (String name : names) {
                    rows += name.startsWith(".") ? 0 : rows(partition.child(name));
                }
                listings.incrementAndGet();
                if (rows > expected || (rows < expected && !inTheMiddle)) {
                    wrong.add(rows + " rows in " + List.of(names));
                }
            } catch (FileNotFoundException | NoSuchFileException e) {
                gone.incrementAndGet();
            } catch (IOException | RuntimeException e) {
                wrong.add("a reader failed: " + e);
            }
        }
    }

    private static Object identity(Path directory) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
    }

    private long rows(StorePath file) throws IOException {
        FileEntry entry = store.status(file).orElseThrow(() -> new NoSuchFileException(file.value()));
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, entry), OPTIONS)) {
            return reader.getRecordCount();
        }
    }

    @Test
    void whoOpensWhatItListedFindsEachRowOnce() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        List<Thread> readers = new ArrayList<>();
        try {
            for (int commit = 0; commit < COMMITS; commit++) {
                StorePath root = new StorePath(directory.toString()).child("t" + commit);
                CrashScenario scenario = new CrashScenario(store, root, "dt=1");
                scenario.fill();
                current.set(root.child("dt=1"));
                if (commit == 0) {
                    for (int i = 0; i < 2; i++) {
                        readers.add(new Thread(
                                () -> readOn(started, scenario.expected().size()), "reader-" + i));
                    }
                    readers.forEach(Thread::start);
                    started.await();
                }
                CompactionReport report = Compactor.run(
                        CrashScenario.config().withSwapModes(List.of(SwapMode.EXCHANGE)),
                        store,
                        root,
                        CompactionListener.NONE);
                assertThat(report.merged()).isEqualTo(1);
            }
        } finally {
            stop = true;
            for (Thread reader : readers) {
                reader.join();
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(listings.get()).isPositive();
        System.out.printf(
                "%d exchanges, %d listings read, 0 wrong; %d found a file gone%n", COMMITS, listings.get(), gone.get());
    }
}
