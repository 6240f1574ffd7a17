/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One index file of a segment, in Kafka's format: fixed-size entries with a rising key, found by binary search.
 *
 * <p>New entries are kept in memory until {@link #flush}; older ones are read from the file when a search needs them,
 * without a memory map and without loading the file. One writer, any number of readers.
 */
final class SparseIndex {
    /** An entry's bytes: the key, then what it points to. */
    enum Kind {
        /** {@code .index}: relative offset i32 → position i32. */
        OFFSET(8, ".index"),
        /** {@code .timeindex}: timestamp i64 → relative offset i32. */
        TIME(12, ".timeindex");

        private final int entryBytes;
        private final String suffix;

        Kind(int entryBytes, String suffix) {
            this.entryBytes = entryBytes;
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    private final Kind kind;
    private final FileCache files;
    private volatile SegmentFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private long[] keys = new long[0];
    private int[] values = new int[0];
    private int inMemory;
    private int inFile;
    private long lastKey = -1;

    SparseIndex(Kind kind, FileCache files, Path path, int entriesInFile) {
        this.kind = kind;
        this.files = files;
        this.file = new SegmentFile(path);
        this.inFile = entriesInFile;
    }

    /** Adds an entry, unless its key does not rise above the last. Called by the writer only. */
    void add(long key, int value) throws IOException {
        if (lastKey < 0 && inFile > 0) {
            lastKey = lastKeyInFile();
        }
        lock.lock();
        try {
            if (key <= lastKey) {
                return;
            }
            if (inMemory == keys.length) {
                keys = Arrays.copyOf(keys, Math.max(8, inMemory * 2));
                values = Arrays.copyOf(values, keys.length);
            }
            keys[inMemory] = key;
            values[inMemory++] = value;
            lastKey = key;
        } finally {
            lock.unlock();
        }
    }

    /** The value of the largest key at or below {@code key}, or {@code orElse}. */
    int floor(long key, int orElse) throws IOException {
        int persisted;
        lock.lock();
        try {
            int found = Arrays.binarySearch(keys, 0, inMemory, key);
            int floor = found >= 0 ? found : -found - 2;
            if (floor >= 0) {
                return values[floor];
            }
            persisted = inFile;
        } finally {
            lock.unlock();
        }
        return persisted == 0 ? orElse : floorInFile(key, persisted, orElse);
    }

    private int floorInFile(long key, int entries, int orElse) throws IOException {
        OpenFile open = files.open(file);
        try {
            ByteBuffer entry = ByteBuffer.allocate(kind.entryBytes);
            int low = 0;
            int high = entries - 1;
            int best = orElse;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                open.read(entry.clear(), (long) middle * kind.entryBytes);
                if (entry.limit() == kind.entryBytes
                        && keyOf(entry) <= key) { // else cut short: as if it were not there
                    best = entry.getInt(kind.entryBytes - 4);
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return best;
        } finally {
            open.release();
        }
    }

    private long lastKeyInFile() throws IOException {
        OpenFile open = files.open(file);
        try {
            return keyOf(open.read(ByteBuffer.allocate(kind.entryBytes), (inFile - 1L) * kind.entryBytes));
        } finally {
            open.release();
        }
    }

    private long keyOf(ByteBuffer entry) {
        return kind == Kind.OFFSET ? entry.getInt(0) : entry.getLong(0);
    }

    /** Appends what is in memory to the file. Called by the writer only. */
    void flush() throws IOException {
        int count;
        ByteBuffer bytes;
        lock.lock();
        try {
            count = inMemory;
            bytes = ByteBuffer.allocate(count * kind.entryBytes);
            for (int i = 0; i < count; i++) {
                if (kind == Kind.OFFSET) {
                    bytes.putInt((int) keys[i]);
                } else {
                    bytes.putLong(keys[i]);
                }
                bytes.putInt(values[i]);
            }
        } finally {
            lock.unlock();
        }
        OpenFile open = files.create(file);
        try {
            open.write(bytes.flip(), (long) inFile * kind.entryBytes);
        } finally {
            open.release();
        }
        forget(count);
    }

    private void forget(int count) {
        lock.lock();
        try {
            keys = new long[0];
            values = new int[0];
            inMemory -= count;
            inFile += count;
        } finally {
            lock.unlock();
        }
    }

    int entriesInFile() {
        lock.lock();
        try {
            return inFile;
        } finally {
            lock.unlock();
        }
    }

    /** Cuts the file to the entries that are known to be right; false if it has fewer than that. */
    boolean truncateFile() throws IOException {
        OpenFile open = files.create(file);
        try {
            long bytes = (long) inFile * kind.entryBytes;
            if (open.channel().size() < bytes) {
                return false;
            }
            open.channel().truncate(bytes);
            return true;
        } finally {
            open.release();
        }
    }

    void force() throws IOException {
        SegmentFile now = file;
        try {
            OpenFile open = files.open(now);
            try {
                open.channel().force(false);
            } finally {
                open.release();
            }
        } catch (IOException e) {
            if (!now.isDeleted()) { // else it is elsewhere by now, and was forced there
                throw e;
            }
        }
    }

    Path path() {
        return file.path();
    }

    /** Goes on with a copy of the file. @return the old one, for the caller to forget */
    SegmentFile relocate(Path copy) {
        SegmentFile old = file;
        file = new SegmentFile(copy);
        return old;
    }

    void moveTo(Path target) throws IOException {
        file.moveTo(target);
    }

    void forget() {
        files.forget(file);
    }

    void delete() throws IOException {
        files.delete(file);
    }
}
