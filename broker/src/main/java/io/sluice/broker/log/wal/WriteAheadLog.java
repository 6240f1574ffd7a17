/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import io.sluice.broker.log.tail.ChunkPool.Space;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes entries durable, in the order in which they were appended: group commit.
 *
 * <pre>
 *   append ─▶ queue ─▶ one thread: take all there is ─▶ one write ─▶ one fsync ─▶ listener.durable ─▶ again
 * </pre>
 *
 * While an fsync runs, what arrives waits for the next one, so the slower the disk the larger the groups. After an I/O
 * error, or any other, nothing is acknowledged any more: what a failed fsync left on the disk is unknown, and a second
 * one would lie.
 *
 * @param <E> what its user queues
 */
public final class WriteAheadLog<E extends WalEntry> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final long ASYNC_FLUSH_NS = TimeUnit.SECONDS.toNanos(1);
    /** Longer than that nobody can tell from for ever, and nanoseconds can be added to. */
    private static final long MAX_FLUSH_MS = TimeUnit.DAYS.toMillis(3650);

    private final WalFiles files;
    private final Settings settings;
    private final Listener<E> listener;
    private final ConcurrentLinkedQueue<E> queue = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    /** Of the group being written; and for the first of a file, the entry that names the length of the file before. */
    private final ByteBuffer groupHeader =
            ByteBuffer.allocateDirect(WalFormat.GROUP_HEADER_BYTES + WalFormat.ENTRY_HEADER_BYTES);

    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;

    /** If every write is to be on disk anyway, and the file system lets it go there at once. */
    private final @Nullable DirectWriter direct;
    /** If no write is. */
    private final @Nullable Writeback writeback;

    private final SecureRandom marks = new SecureRandom();
    private WalFile file;
    private long sequence;
    private long fileId;
    /** Length of the file before; -1 if there is none. */
    private long previousFileBytes;

    private long lastForceNs = System.nanoTime();
    /** When an entry that was written asks to be forced; only if {@link #forceAsked}. */
    private long askedForceNs;

    private boolean forceAsked;
    private @Nullable Throwable failure;

    /**
     * @param fileBytes size at which to begin the next file
     * @param groupBytes how much to write at once, at most
     */
    public record Settings(FlushMode flush, long fileBytes, int groupBytes) {}

    /** Called on the log's own thread, which waits meanwhile. */
    public interface Listener<E> {
        /** @param end where the next group will begin */
        void durable(List<E> entries, WalPosition end);

        /** The entries, perhaps none, may or may not be on disk; all later ones fail as well. */
        void failed(List<E> entries, Throwable cause);

        /** The entries came after {@link #close()}; they are not on disk. Called on the appending thread as well. */
        void rejected(List<E> entries);
    }

    private WriteAheadLog(WalFiles files, long sequence, Settings settings, Listener<E> listener) throws IOException {
        this.files = files;
        this.settings = settings;
        this.listener = listener;
        this.sequence = sequence;
        this.previousFileBytes = files.length(sequence - 1);
        boolean each = settings.flush() == FlushMode.GROUP;
        this.direct = each ? DirectWriter.of(files.directory()) : null;
        this.writeback = each ? null : new Writeback();
        this.file = create();
        this.fileId = WalFormat.fileId(marks.nextInt(), sequence);
        this.thread = new Thread(this::run, "sluice-wal");
    }

    /** Begins a new file, of this sequence, and starts the thread. */
    public static <E extends WalEntry> WriteAheadLog<E> start(
            WalFiles files, long sequence, Settings settings, Listener<E> listener) throws IOException {
        WriteAheadLog<E> log = new WriteAheadLog<>(files, sequence, settings, listener);
        log.thread.start();
        return log;
    }

    /** Queues an entry; never blocks. Entries of one partition must be appended under its lock, to keep their order. */
    public void append(E entry) {
        queue.add(entry);
        if (idle) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            rejectRest();
        }
    }

    /** Writes all that was appended, and ends. Appends must have stopped. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the log must be closed all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the next group would begin. Once the log is closed. */
    public WalPosition end() {
        return new WalPosition(sequence, file.position());
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                List<E> group = new ArrayList<>();
                try {
                    commitOrAwait(group);
                } catch (Throwable e) { // the thread must not end and leave its users waiting for it
                    fail(group, e);
                }
            }
        } finally {
            try {
                closeFile();
            } finally {
                ended = true;
                rejectRest();
            }
        }
    }

    private void commitOrAwait(List<E> group) throws IOException {
        int bytes = take(group);
        if (group.isEmpty()) {
            await();
        } else if (failure != null) {
            listener.failed(group, failure);
        } else {
            commit(group, bytes);
            listener.durable(group, end());
        }
    }

    private void closeFile() {
        try (WalFile last = file) {
            if (failure == null) {
                finishFile();
            }
        } catch (IOException e) {
            fail(List.of(), e); // no clean checkpoint of that: the next start has to look for the end of the file
        }
        if (writeback != null) {
            writeback.close();
        }
    }

    /** Who appends while the log is being closed must not wait forever. */
    private void rejectRest() {
        List<E> late = new ArrayList<>();
        for (E entry = queue.poll(); entry != null; entry = queue.poll()) {
            late.add(entry);
        }
        if (!late.isEmpty()) {
            listener.rejected(late);
        }
    }

    private int take(List<E> group) {
        int bytes = 0;
        while (bytes < settings.groupBytes()) {
            E entry = queue.poll();
            if (entry == null) {
                break;
            }
            group.add(entry);
            Space space = entry.space();
            bytes += space == null ? 0 : space.length();
        }
        return bytes;
    }

    private void await() throws IOException {
        idle = true;
        if (queue.isEmpty() && !closing) {
            long now = System.nanoTime();
            long untilForceNs = untilForceNs(now);
            if (untilForceNs == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, untilForceNs);
                forceIfDue();
            }
        }
        idle = false;
    }

    private void commit(List<E> group, int bytes) throws IOException {
        if (bytes > 0) {
            write(group, bytes);
        }
        long withinMs = forceWithinMs(group);
        if (hasBarrier(group) || withinMs <= 0) {
            force();
        } else if (withinMs < Long.MAX_VALUE && !file.isDurable()) {
            askForForce(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(withinMs, MAX_FLUSH_MS)));
        }
    }

    private void write(List<E> group, int bytes) throws IOException {
        if (file.position() > 0 && file.position() + bytes > settings.fileBytes()) {
            roll();
        }
        prepareHeader(group, bytes);
        file.write(gather(group));
        if (settings.flush() == FlushMode.GROUP) {
            force();
        } else {
            forceIfDue();
        }
    }

    private void prepareHeader(List<E> group, int bytes) {
        groupHeader.clear();
        int more = 0;
        if (file.position() == 0 && previousFileBytes >= 0) {
            more = 1;
            WalFormat.writeContinues(groupHeader, WalFormat.GROUP_HEADER_BYTES, previousFileBytes);
        } else {
            groupHeader.limit(WalFormat.GROUP_HEADER_BYTES);
        }
        int moreBytes = more * WalFormat.ENTRY_HEADER_BYTES;
        WalFormat.writeGroupHeader(
                groupHeader, fileId, bytes + moreBytes, countBytesCarrying(group) + more, file.durablePosition());
    }

    /** Entries that lie side by side in memory, as those of one busy producer do, become one buffer. */
    private ByteBuffer[] gather(List<E> group) {
        List<ByteBuffer> buffers = new ArrayList<>(group.size() + 1);
        buffers.add(groupHeader);
        Space run = null;
        for (E entry : group) {
            Space space = entry.space();
            if (space == null) {
                continue;
            }
            if (run != null && run.chunk() == space.chunk() && run.position() + run.length() == space.position()) {
                run = new Space(run.chunk(), run.position(), run.length() + space.length());
            } else {
                if (run != null) {
                    buffers.add(run.chunk().slice(run.position(), run.length()));
                }
                run = space;
            }
        }
        if (run != null) {
            buffers.add(run.chunk().slice(run.position(), run.length()));
        }
        return buffers.toArray(new ByteBuffer[0]);
    }

    private long forceWithinMs(List<E> group) {
        long least = Long.MAX_VALUE;
        for (E entry : group) {
            least = Math.min(least, entry.forceWithinMs());
        }
        return least;
    }

    private void askForForce(long ns) {
        if (!forceAsked || ns - askedForceNs < 0) {
            askedForceNs = ns;
            forceAsked = true;
        }
    }

    /** {@link Long#MAX_VALUE} if nothing is to be forced without a further entry; 0 or less if it is time. */
    private long untilForceNs(long nowNs) {
        if (file.isDurable() || failure != null) {
            return Long.MAX_VALUE;
        }
        long asked = forceAsked ? askedForceNs - nowNs : Long.MAX_VALUE;
        return settings.flush() == FlushMode.ASYNC ? Math.min(asked, lastForceNs + ASYNC_FLUSH_NS - nowNs) : asked;
    }

    private boolean hasBarrier(List<E> group) {
        return countBytesCarrying(group) < group.size();
    }

    private int countBytesCarrying(List<E> group) {
        int count = 0;
        for (E entry : group) {
            count += entry.space() == null ? 0 : 1;
        }
        return count;
    }

    /**
     * In every mode: only the last file may end in a torn group, or in what another sequence has left, and a barrier
     * forces only that one.
     */
    private void finishFile() throws IOException {
        file.finish();
        forceAsked = false;
    }

    private void roll() throws IOException {
        finishFile();
        file.close();
        previousFileBytes = file.position();
        ++sequence;
        file = create();
        fileId = WalFormat.fileId(marks.nextInt(), sequence);
    }

    private WalFile create() throws IOException {
        return new WalFile(files.create(sequence, direct), direct, writeback);
    }

    private void forceIfDue() throws IOException {
        if (untilForceNs(System.nanoTime()) <= 0) {
            force();
        }
    }

    private void force() throws IOException {
        file.force();
        lastForceNs = System.nanoTime();
        forceAsked = false;
    }

    private void fail(List<E> group, Throwable cause) {
        failure = cause;
        try {
            listener.failed(group, cause);
        } finally {
            LOG.error(
                    "Writing the write-ahead log {} failed; the broker takes no more records until it is restarted",
                    files.path(sequence),
                    cause);
        }
    }
}
