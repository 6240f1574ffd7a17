/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import java.util.Arrays;

/** The entries of one partition that are in memory, in offset order without a gap. A ring; not thread-safe. */
final class Tail {
    private static final LogEntry[] NONE = {};

    private LogEntry[] ring = NONE;
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    LogEntry get(int index) {
        return ring[(first + index) & (ring.length - 1)];
    }

    long startOffset() {
        return get(0).offset();
    }

    void add(LogEntry entry) {
        if (size == ring.length) {
            LogEntry[] larger = new LogEntry[Math.max(4, size * 2)];
            for (int i = 0; i < size; i++) {
                larger[i] = get(i);
            }
            ring = larger;
            first = 0;
        }
        ring[(first + size++) & (ring.length - 1)] = entry;
    }

    void removeFirst(LogEntry expected) {
        if (size == 0 || startOffset() != expected.offset()) {
            throw new IllegalStateException("entries leave the tail in the order in which they came");
        }
        Arrays.fill(ring, first, first + 1, null);
        first = (first + 1) & (ring.length - 1);
        if (--size == 0) {
            ring = NONE; // an idle partition keeps no memory
            first = 0;
        }
    }

    /** Index of the entry that holds an offset, or -1. */
    int indexOf(long offset) {
        if (size == 0 || offset < startOffset() || offset >= get(size - 1).endOffset()) {
            return -1;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (get(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
