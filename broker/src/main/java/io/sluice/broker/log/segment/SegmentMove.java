/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings the segments of a log to another directory, perhaps on another disk, while the log is written and read.
 *
 * <pre>
 *   copy, as often as is worth while     any thread, into a directory that is nobody's yet
 *   prepare                              the writer: copies what has come since; nothing changes meanwhile
 *   commit                               the writer: gives the directory its name, goes on there
 *   clean                                the writer: deletes the old directory
 * </pre>
 *
 * <p>After a crash there are both directories, or one. The new one says that it has moved, so it wins over the old; what
 * has no name yet is nobody's and goes.
 */
public final class SegmentMove {
    /** So much is copied at once: whoever wants to stop must not wait longer. */
    private static final long STEP_BYTES = 8 << 20;

    private final SegmentedLog log;
    private final PartitionDirectory source;
    private final PartitionDirectory target;
    private final PartitionDirectory future;
    private final Map<Segment, Long> copied = new HashMap<>(); // by identity: segments have no other
    private final Set<Segment> indexed = new HashSet<>();
    private final AtomicLong copiedBytes = new AtomicLong();
    private boolean begun;

    /** Whether to go on. */
    @FunctionalInterface
    public interface Pace {
        boolean goesOn();
    }

    SegmentMove(SegmentedLog log, PartitionDirectory target) {
        this.log = log;
        this.source = log.directory();
        this.target = target;
        this.future = target.future();
    }

    public Path target() {
        return target.path();
    }

    /** Of the copy, by now. */
    public long copiedBytes() {
        return copiedBytes.get();
    }

    /**
     * Copies what is there and was not copied yet.
     *
     * @return false if it was told to stop
     * @throws IOException also if the target has a directory of this name
     */
    public boolean copy(Pace pace) throws IOException {
        if (Files.exists(target.path())) {
            throw new IOException(target.path() + " is there already, so nothing can be moved there");
        }
        if (!begun) {
            future.deleteNow(); // of an earlier attempt
            future.create();
            begun = true;
        }
        List<Segment> now = log.now();
        for (int i = 0; i < now.size(); i++) {
            if (!copy(now.get(i), i == now.size() - 1, pace)) {
                return false;
            }
        }
        return true;
    }

    private boolean copy(Segment segment, boolean last, Pace pace) throws IOException {
        Path to = segment.filesIn(future.path()).get(0);
        long end = segment.summary().sizeInBytes();
        try {
            if (copied.putIfAbsent(segment, 0L) == null) {
                segment.copyBytes(to, 0, 0); // compaction may have left nothing of it, but the file must be there
            }
            long at = copied.get(segment);
            while (at < end) {
                if (!pace.goesOn()) {
                    return false;
                }
                long next = Math.min(end, at + STEP_BYTES);
                segment.copyBytes(to, at, next);
                copiedBytes.addAndGet(next - at);
                copied.put(segment, next);
                at = next;
            }
            if (!last && indexed.add(segment)) {
                segment.copyIndexes(future.path());
            }
        } catch (IOException e) {
            if (log.now().contains(segment)) {
                throw e;
            } // else retention or compaction took it meanwhile, and its copy goes in the end
        }
        return true;
    }

    /** Makes the copy complete and durable. For the writer, who does nothing else until {@link #commit}. */
    public void prepare() throws IOException {
        List<Segment> now = log.now();
        copied.keySet().retainAll(now); // a segment that was replaced has a successor of the same name: copied anew
        indexed.retainAll(now);
        copy(() -> true);
        Set<Path> wanted = new HashSet<>();
        for (Segment segment : now) {
            if (!indexed.contains(segment)) {
                segment.flushIndexes();
                segment.copyIndexes(future.path());
            }
            wanted.addAll(segment.filesIn(future.path()));
        }
        future.deleteSegmentsBut(wanted);
        future.force();
        source.forgetMove(); // of how it once came to where it is
        future.markMoved();
    }

    /**
     * The commit point. For the writer. If it throws, nobody knows which of the directories a start would take: then
     * nothing may be written to either.
     */
    public void commit() throws IOException {
        future.renameTo(target); // from here on a start finds the log there
        log.relocate(target);
    }

    /** Deletes the old directory. If it throws, the next start does it. */
    public void clean() throws IOException {
        source.delete();
        target.forgetMove();
    }

    /** Deletes the copy, of which nothing has come. */
    public void discard() throws IOException {
        future.deleteNow();
    }
}
