/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files that are open, at most so many: the one not used for longest is closed first. Files in use stay open
 * beyond the limit. Thread-safe; no file is opened or closed under the lock.
 */
public final class FileCache implements AutoCloseable {
    private static final Path NULL_DEVICE = Path.of("/dev/null");
    private static final boolean HAS_NULL_DEVICE = Files.isWritable(NULL_DEVICE);

    private final int maxOpen;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Path, OpenFile> byPath = new LinkedHashMap<>(16, 0.75f, true);

    public FileCache(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    /** An existing file, which the caller must release. */
    OpenFile open(Path path) throws IOException {
        return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** A file, created if it is not there, which the caller must release. */
    OpenFile create(Path path) throws IOException {
        return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    private OpenFile open(Path path, OpenOption... options) throws IOException {
        OpenFile cached = retained(path);
        if (cached != null) {
            return cached;
        }
        OpenFile fresh = new OpenFile(FileChannel.open(path, options));
        fresh.tryRetain();
        List<OpenFile> surplus = new ArrayList<>(1);
        lock.lock();
        try {
            OpenFile replaced = byPath.put(path, fresh);
            if (replaced != null) {
                surplus.add(replaced);
            }
            Iterator<Map.Entry<Path, OpenFile>> eldest = byPath.entrySet().iterator();
            while (byPath.size() > maxOpen && eldest.hasNext()) {
                surplus.add(eldest.next().getValue());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
        surplus.forEach(OpenFile::release);
        return fresh;
    }

    private @Nullable OpenFile retained(Path path) {
        lock.lock();
        try {
            OpenFile cached = byPath.get(path);
            return cached != null && cached.tryRetain() ? cached : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Brings a range into the page cache, so that sending it later does not wait for the disk: the kernel moves the
     * pages to a device that drops them, and copies nothing.
     */
    void warm(OpenFile file, long position, long count) throws IOException {
        if (!HAS_NULL_DEVICE) {
            return;
        }
        OpenFile sink = open(NULL_DEVICE);
        try {
            long done = 0;
            while (done < count) {
                long moved = file.channel().transferTo(position + done, count - done, sink.channel());
                if (moved <= 0) {
                    return;
                }
                done += moved;
            }
        } finally {
            sink.release();
        }
    }

    /** Closes a file as soon as nobody uses it; for one that was deleted or renamed. */
    public void forget(Path path) {
        OpenFile cached;
        lock.lock();
        try {
            cached = byPath.remove(path);
        } finally {
            lock.unlock();
        }
        if (cached != null) {
            cached.release();
        }
    }

    @Override
    public void close() {
        List<OpenFile> all;
        lock.lock();
        try {
            all = new ArrayList<>(byPath.values());
            byPath.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(OpenFile::release);
    }
}
