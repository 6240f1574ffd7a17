/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;

/**
 * A query that never ends: lists the table, reads each file at the length that was listed, as a split reader does, and
 * looks whether each row was there once. One that fails loudly is begun again, and counted.
 */
final class ReadingAllTheWhile implements AutoCloseable {

    private final TestTable table;
    private final Set<Long> always;
    private final Collection<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong failedLoudly = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch firstRead = new CountDownLatch(1);
    private final Thread thread = new Thread(this::readOn, "reader");
    private final FileStore store;

    private ReadingAllTheWhile(TestTable table, List<Long> always) throws IOException {
        this.store = TestHdfs.store();
        this.table = new TestTable(store, table.root());
        this.always = Set.copyOf(always);
    }

    /**
     * Starts reading, and returns after the first whole read.
     *
     * @param always rows that have to be there in every read
     */
    static ReadingAllTheWhile start(TestTable table, List<Long> always) throws IOException, InterruptedException {
        ReadingAllTheWhile reader = new ReadingAllTheWhile(table, always);
        reader.thread.start();
        reader.firstRead.await();
        return reader;
    }

    private void readOn() {
        while (!stop.get()) {
            try {
                readOnce();
                reads.incrementAndGet();
                firstRead.countDown();
            } catch (IOException e) {
                failedLoudly.incrementAndGet();
            } catch (RuntimeException e) {
                wrong.add("not an I/O failure: " + e);
                firstRead.countDown();
            }
        }
    }

    private void readOnce() throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (FileEntry file : table.files()) {
            List<GenericRecord> inFile = TestTable.read(store, file);
            names.add(file.path().name() + " (" + inFile.size() + ")");
            records.addAll(inFile);
        }
        List<Long> ids = CrashScenario.ids(records);
        Set<Long> distinct = new HashSet<>(ids);
        if (distinct.size() != ids.size() || !distinct.containsAll(always)) {
            wrong.add(ids.size() + " rows, " + distinct.size() + " distinct, in " + names);
        }
    }

    void stop() throws InterruptedException {
        stop.set(true);
        thread.join();
    }

    Collection<String> wrong() {
        return wrong;
    }

    long reads() {
        return reads.get();
    }

    long failedLoudly() {
        return failedLoudly.get();
    }

    @Override
    public void close() throws Exception {
        stop();
        store.close();
    }
}
