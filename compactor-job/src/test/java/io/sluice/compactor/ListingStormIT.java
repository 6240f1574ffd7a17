/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.Test;

/**
 * Commit after commit on HDFS while readers list as fast as they can: no listing ever shows a row twice or not at all.
 * With {@code -Dsluice.test.commits=1000} the long form.
 */
class ListingStormIT {

    private static final int COMMITS = Integer.getInteger("sluice.test.commits", 12);
    private static final int READERS = 2;
    private static final ParquetReadOptions OPTIONS =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    private final AtomicReference<StorePath> current = new AtomicReference<>();
    private final AtomicLong listings = new AtomicLong();
    private final AtomicLong listingsOfBoth = new AtomicLong();
    private final Collection<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stop;

    /** Rows that a listing promises, by each file's footer at the length that was listed. */
    private void listOn(CountDownLatch started, long expected) {
        try (FileStore store = TestHdfs.store()) {
            while (!stop) {
                StorePath directory = current.get();
                List<FileEntry> files = store.list(directory).stream()
                        .filter(f -> !f.path().hidden())
                        .toList();
                started.countDown();
                long rows = 0;
                boolean merged = false;
                for (FileEntry file : files) {
                    if (file.path().name().contains("+merged+")) {
                        merged = true;
                        try (ParquetFileReader reader =
                                ParquetFileReader.open(ParquetFiles.input(store, file), OPTIONS)) {
                            rows += reader.getRecordCount();
                        }
                    } else {
                        rows += expected / 3;
                    }
                }
                listings.incrementAndGet();
                if (merged && files.size() > 1) {
                    listingsOfBoth.incrementAndGet();
                }
                if (rows != expected) {
                    wrong.add(rows + " rows in " + files);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add("a reader failed: " + e);
            started.countDown();
        }
    }

    @Test
    void noListingIsEverWrong() throws Exception {
        CountDownLatch started = new CountDownLatch(READERS);
        List<Thread> readers = new ArrayList<>();
        try (FileStore store = TestHdfs.store()) {
            for (int commit = 0; commit < COMMITS; commit++) {
                CrashScenario scenario =
                        new CrashScenario(store, MiniHdfs.shared().newDirectory(getClass()), "dt=1");
                scenario.fill();
                current.set(scenario.table().root().child("dt=1"));
                if (commit == 0) {
                    for (int i = 0; i < READERS; i++) {
                        readers.add(new Thread(
                                () -> listOn(started, scenario.expected().size()), "lister-" + i));
                    }
                    readers.forEach(Thread::start);
                    started.await();
                }
                CompactionReport report = Compactor.run(
                        CrashScenario.config(), store, scenario.table().root(), CompactionListener.NONE);
                assertThat(report.merged()).isEqualTo(1);
            }
        } finally {
            stop = true;
            for (Thread reader : readers) {
                reader.join();
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(listings.get()).isGreaterThan(COMMITS);
        System.out.printf(
                "%d commits, %d listings, %d of them between reveal and concat, 0 wrong%n",
                COMMITS, listings.get(), listingsOfBoth.get());
    }
}
