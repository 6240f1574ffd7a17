/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of rows by their keys within a bound of memory; rows of equal keys stay in the order in which they
 * came. What does not fit goes, sorted, to a file, run by run; in the end the runs are merged, as many at a time as
 * memory has room to read.
 *
 * <p>First all rows are added, then they are taken, once. Not thread-safe.
 */
final class RowSort implements RowSink, AutoCloseable {

    /** What a run is read through while others are. */
    private static final int RUN_BUFFER_BYTES = 256 << 10;

    private static final int MOST_RUNS = 512;

    private final SortSpace space;
    private final RowKeys keys;
    private final RowBytes key;
    private final RowBuffer buffer = new RowBuffer();
    private final int bufferBytes;
    private final int mergedRuns;
    private List<SpillFile.Run> runs = new ArrayList<>();
    private SpillFile spill;

    RowSort(RowLayout layout, RowKeys keys, SortSpace space) {
        this.space = space;
        this.keys = keys;
        this.key = new RowBytes(layout);
        this.bufferBytes = (int) Math.min(RUN_BUFFER_BYTES, space.memoryBytes() / 8);
        this.mergedRuns = (int) Math.max(2, Math.min(MOST_RUNS, space.memoryBytes() / bufferBytes - 1));
        this.spill = SpillFile.in(space.directory());
    }

    /** How many runs are on the disk. */
    int spilledRuns() {
        return runs.size();
    }

    @Override
    public void add(byte[] bytes, int offset, int length) throws IOException {
        key.clear();
        keys.put(bytes, offset, key);
        if (!buffer.isEmpty() && buffer.bytes() + buffer.bytesOf(key.length(), length) > space.memoryBytes()) {
            runs.add(spill.write(buffer, bufferBytes));
            buffer.clear();
        }
        buffer.add(key.array(), key.length(), bytes, offset, length);
    }

    /** Hands all rows on, in order. */
    void drainTo(RowSink sink) throws IOException {
        if (runs.isEmpty()) {
            buffer.sorted(sink);
            buffer.clear();
            return;
        }
        if (!buffer.isEmpty()) {
            runs.add(spill.write(buffer, bufferBytes));
            buffer.clear();
        }
        while (runs.size() > mergedRuns) {
            runs = mergeSome();
        }
        try (Merge merge = new Merge(runs)) {
            while (merge.next()) {
                merge.current().row(sink);
            }
        }
    }

    /** Merges neighbours, so that earlier rows stay before later ones, and in another file, so that the old one goes. */
    private List<SpillFile.Run> mergeSome() throws IOException {
        SpillFile longer = SpillFile.in(space.directory());
        List<SpillFile.Run> merged = new ArrayList<>();
        try {
            for (int from = 0; from < runs.size(); from += mergedRuns) {
                try (Merge merge = new Merge(runs.subList(from, Math.min(runs.size(), from + mergedRuns)))) {
                    merged.add(longer.write(merge, bufferBytes));
                }
            }
        } catch (IOException | RuntimeException e) {
            longer.close();
            throw e;
        }
        spill.close();
        spill = longer;
        return merged;
    }

    /** Runs as one, in order. */
    private final class Merge implements SpillFile.Records, AutoCloseable {

        private final PriorityQueue<SpillFile.Reader> waiting = new PriorityQueue<>(
                Comparator.<SpillFile.Reader>naturalOrder().thenComparing(SpillFile.Reader::number));
        private SpillFile.Reader current;

        Merge(List<SpillFile.Run> of) throws IOException {
            for (int number = 0; number < of.size(); number++) {
                SpillFile.Reader reader = spill.read(of.get(number), number, bufferBytes);
                if (reader.next()) {
                    waiting.add(reader);
                }
            }
        }

        @Override
        public boolean next() throws IOException {
            if (current != null && current.next()) {
                waiting.add(current);
            }
            current = waiting.poll();
            return current != null;
        }

        SpillFile.Reader current() {
            return current;
        }

        @Override
        public void record(SpillFile.RecordSink sink) throws IOException {
            current.record(sink);
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }

    @Override
    public void close() throws IOException {
        buffer.clear();
        spill.close();
    }
}
