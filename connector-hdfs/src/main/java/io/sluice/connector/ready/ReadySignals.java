/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.ready;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.connector.ready.Periods.Period;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.PartitionField;
import io.sluice.table.metadata.PartitionStrategy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a table's directories that they are complete, as Kite does: by an empty file in {@code .signals}, whose name are
 * the directory's values.
 *
 * <p>Each owner of a partition of the topic writes down up to when it has committed everything. A period is complete once all
 * partitions are beyond its end, as far as any task has ever worked on them. Whoever finds that signals it; a signal given
 * twice is one.
 *
 * <p>For one table. Thread-safe.
 */
public final class ReadySignals {

    private static final Logger LOG = LoggerFactory.getLogger(ReadySignals.class);

    private static final String SIGNALLED = "signalled";
    private static final int MOST_AT_ONCE = 10_000;

    private final FileStore store;
    private final TableLayout table;
    private final Periods periods;

    /**
     * @param directoryAt the table's directory of a time, in epoch milliseconds
     */
    public ReadySignals(FileStore store, TableLayout table, LongFunction<String> directoryAt) {
        this.store = store;
        this.table = table;
        this.periods = new Periods(directoryAt);
    }

    /**
     * Writes down that a partition has committed all that is of before a time, and signals what that completes.
     *
     * @param strategy of the table, which has the names and types of its directories
     */
    public synchronized void passed(int partition, long timeMs, PartitionStrategy strategy) throws IOException {
        store.makeDirectories(ready());
        write(Integer.toString(partition), timeMs);
        OptionalLong all = allHavePassed();
        if (all.isPresent()) {
            signalUntil(all.getAsLong(), strategy);
        }
    }

    private StorePath ready() {
        return table.hidden().child("ready");
    }

    /** The time that all partitions have passed; empty if one has not passed any. */
    private OptionalLong allHavePassed() throws IOException {
        long least = Long.MAX_VALUE;
        for (FileEntry entry : store.list(table.hidden().child("work"))) {
            if (entry.path().name().matches("\\d{1,9}")) {
                OptionalLong own = read(entry.path().name());
                if (own.isEmpty()) {
                    return OptionalLong.empty();
                }
                least = Math.min(least, own.getAsLong());
            }
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    private void signalUntil(long timeMs, PartitionStrategy strategy) throws IOException {
        // The first time there is only the period that has just ended: who knows who wrote those before it.
        long from = read(SIGNALLED).orElseGet(() -> periods.at(timeMs - 1).startMs());
        long start = from;
        for (int i = 0; i < MOST_AT_ONCE && start < timeMs; i++) {
            Period period = periods.at(start);
            if (period.endMs() > timeMs) {
                break;
            }
            signal(signalName(strategy, period.directory()));
            start = period.endMs();
        }
        if (start > from) {
            write(SIGNALLED, start);
        }
    }

    private void signal(String name) throws IOException {
        StorePath signals = table.root().child(".signals");
        store.makeDirectories(signals);
        try {
            store.create(signals.child(name)).close();
            LOG.info("{}: {} is complete", table.root(), name);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{}: {} was signalled before", table.root(), name);
        }
    }

    /** Kite's name: {@code day=7&month=3&year=2026}, in the order of the alphabet, calendar parts as the numbers that they are. */
    static String signalName(PartitionStrategy strategy, String directory) {
        TreeSet<String> parts = new TreeSet<>();
        String[] levels = directory.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            PartitionField field = strategy.fields().get(i);
            String value = levels[i].substring(levels[i].indexOf('=') + 1);
            boolean number = field instanceof PartitionField.Calendar;
            parts.add(field.name() + "=" + (number ? Long.toString(Long.parseLong(value)) : value));
        }
        return String.join("&", parts);
    }

    private OptionalLong read(String name) throws IOException {
        try (SeekableInput in = store.open(ready().child(name))) {
            return OptionalLong.of(Long.parseLong(new String(in.readAllBytes(), US_ASCII).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    private void write(String name, long number) throws IOException {
        StorePath staged = ready().child(".tmp-" + UUID.randomUUID());
        try (DurableOutput out = store.create(staged)) {
            out.write((number + "\n").getBytes(US_ASCII));
            out.syncToDisk();
        }
        store.replace(staged, ready().child(name));
    }
}
