/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    private static final SegmentFile NULL_DEVICE = new SegmentFile(Path.of("/dev/null"));
    private static final boolean HAS_NULL_DEVICE = Files.isWritable(NULL_DEVICE.path());

    private final int maxOpen;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<SegmentFile, OpenFile> byFile = new LinkedHashMap<>(16, 0.75f, true);

    public FileCache(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    /** An existing file, which the caller must release. */
    OpenFile open(SegmentFile file) throws IOException {
        return open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** A file, created if it is not there, which the caller must release. */
    OpenFile create(SegmentFile file) throws IOException {
        return open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    private OpenFile open(SegmentFile file, OpenOption... options) throws IOException {
        OpenFile cached = retained(file);
        if (cached != null) {
            return cached;
        }
        if (file.isDeleted()) {
            throw new NoSuchFileException(file.toString());
        }
        OpenFile fresh = new OpenFile(file.open(options));
        fresh.retain();
        List<OpenFile> surplus = new ArrayList<>(1);
        boolean gone;
        lock.lock();
        try {
            gone = file.isDeleted(); // while it was being opened: then its name may be another file's by now
            OpenFile replaced = gone ? fresh : byFile.put(file, fresh);
            if (replaced != null) {
                surplus.add(replaced);
            }
            Iterator<Map.Entry<SegmentFile, OpenFile>> eldest =
                    byFile.entrySet().iterator();
            while (byFile.size() > maxOpen && eldest.hasNext()) {
                surplus.add(eldest.next().getValue());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
        surplus.forEach(OpenFile::release);
        if (gone) {
            fresh.release();
            throw new NoSuchFileException(file.toString());
        }
        return fresh;
    }

    private @Nullable OpenFile retained(SegmentFile file) {
        lock.lock();
        try {
            OpenFile cached = byFile.get(file);
            return cached != null && cached.tryRetain() ? cached : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A range of a file for {@code sendfile}, in the page cache. Takes over the caller's hold of {@code file} when it
     * returns.
     */
    FilePart part(OpenFile file, SegmentFile name, long position, long count) throws IOException {
        long size = file.channel().size();
        if (size < position + count) {
            throw new IOException(name + " has " + size + " bytes, and should have " + (position + count)
                    + " at least: it was cut short. Restore the file");
        }
        warm(file, position, count);
        return new FilePart(new SegmentRegion(file, position, count));
    }

    /**
     * Brings a range into the page cache, so that sending it later does not wait for the disk: the kernel moves the
     * pages to a device that drops them, and copies nothing.
     */
    private void warm(OpenFile file, long position, long count) throws IOException {
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

    /** Deletes a file; its handle closes as soon as nobody uses it. */
    void delete(SegmentFile file) throws IOException {
        forget(file);
        Files.deleteIfExists(file.path());
    }

    /** As {@link #delete}, but the file stays, for another to take its place. */
    void forget(SegmentFile file) {
        OpenFile cached;
        lock.lock();
        try {
            file.markDeleted();
            cached = byFile.remove(file);
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
            all = new ArrayList<>(byFile.values());
            byFile.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(OpenFile::release);
    }
}
