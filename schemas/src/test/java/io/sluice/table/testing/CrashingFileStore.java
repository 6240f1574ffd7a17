/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store whose process dies at the n-th operation that changes something: create, write, sync, flush, close, rename,
 * replace, delete, makeDirectories, recoverLease, concat. Reads are not counted: to die before a read is to die after
 * the change before it.
 *
 * <p>At the crash {@link SimulatedCrash} is thrown, and from then on by every operation through this store or a stream
 * of it, reads too. Streams that were open are left as a killed process leaves them: not flushed, not closed, and on
 * HDFS the lease is not given back. What survives is seen through another store.
 *
 * <p>To crash at every step of a scenario, run it once with {@link #counting} and then for each n up to {@link
 * #operations()}, at both moments.
 *
 * <p>Thread-safe.
 */
public final class CrashingFileStore implements FileStore {

    /** Where in the n-th operation the process dies. */
    public enum Moment {
        /** Nothing of it happened. */
        BEFORE,
        /** It took effect, but its caller never learns. */
        AFTER
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Effect {
        void run() throws IOException;
    }

    private final FileStore delegate;
    private final long crashAt;
    private final Moment moment;
    private final Object lock = new Object();
    private final List<String> operations = new ArrayList<>();
    private volatile boolean crashed;

    private CrashingFileStore(FileStore delegate, long crashAt, Moment moment) {
        this.delegate = delegate;
        this.crashAt = crashAt;
        this.moment = moment;
    }

    /** Never crashes by itself. */
    public static CrashingFileStore counting(FileStore delegate) {
        return new CrashingFileStore(delegate, Long.MAX_VALUE, Moment.BEFORE);
    }

    /**
     * Crashes at an operation.
     *
     * @param operation 1 for the first
     */
    public static CrashingFileStore crashingAt(long operation, Moment moment, FileStore delegate) {
        return new CrashingFileStore(delegate, operation, moment);
    }

    /** Operations counted so far, the one that crashed included. */
    public long operations() {
        synchronized (lock) {
            return operations.size();
        }
    }

    /** What was done, in words, for the message of a failed assertion: the last one is where it crashed. */
    public List<String> history() {
        synchronized (lock) {
            return List.copyOf(operations);
        }
    }

    public boolean crashed() {
        return crashed;
    }

    /** Kills the process now, from outside, as SIGKILL does. */
    public void crash() {
        crashed = true;
        // What the kernel does to a killed process, done to a client within one that lives: its streams lose their
        // buffers and its leases are no longer renewed.
        if (delegate instanceof HadoopFileStore hadoop) {
            hadoop.fileSystem().getClient().closeAllFilesBeingWritten(true);
        }
    }

    private <T> T change(String operation, Action<T> action) throws IOException {
        boolean fatal;
        synchronized (lock) {
            requireAlive(operation);
            operations.add(operation);
            fatal = operations.size() == crashAt;
        }
        if (fatal && moment == Moment.BEFORE) {
            crash();
            throw new SimulatedCrash("before " + operation);
        }
        T result;
        try {
            result = action.run();
        } catch (IOException e) {
            requireAlive(operation);
            throw e;
        }
        if (fatal) {
            crash();
            throw new SimulatedCrash("after " + operation);
        }
        // Another thread may have died meanwhile: then nobody is there to take the result.
        requireAlive(operation);
        return result;
    }

    private void change(String operation, Effect effect) throws IOException {
        change(operation, () -> {
            effect.run();
            return true;
        });
    }

    private void requireAlive(String operation) {
        if (crashed) {
            throw new SimulatedCrash("earlier, so there is no " + operation);
        }
    }

    @Override
    public URI uri() {
        return delegate.uri();
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        requireAlive("status " + path);
        return delegate.status(path);
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        requireAlive("list " + directory);
        return delegate.list(directory);
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        requireAlive("open " + file);
        return delegate.open(file);
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        change("makeDirectories " + directory, () -> delegate.makeDirectories(directory));
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return change("create " + file, () -> new Output(file, delegate.create(file)));
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        change("rename " + from + " to " + to, () -> delegate.rename(from, to));
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        change("replace " + to + " by " + from, () -> delegate.replace(from, to));
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        return change("delete " + path, () -> delegate.delete(path));
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        change("recoverLease " + file, () -> delegate.recoverLease(file, deadlineMs));
    }

    @Override
    public boolean supportsConcat() {
        return delegate.supportsConcat();
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        change("concat " + sources + " to " + target, () -> delegate.concat(target, sources));
    }

    /** A dead process closes nothing. */
    @Override
    public void close() throws IOException {
        if (!crashed) {
            delegate.close();
        }
    }

    private final class Output extends DurableOutput {

        private final StorePath file;
        private final DurableOutput out;

        Output(StorePath file, DurableOutput out) {
            this.file = file;
            this.out = out;
        }

        @Override
        public long position() {
            requireAlive("position of " + file);
            return out.position();
        }

        @Override
        public void write(int b) throws IOException {
            change("write 1 byte to " + file, () -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            change("write " + length + " bytes to " + file, () -> out.write(bytes, offset, length));
        }

        @Override
        public void syncToDisk() throws IOException {
            change("sync " + file, out::syncToDisk);
        }

        @Override
        public void flushToReplicas() throws IOException {
            change("flush " + file, out::flushToReplicas);
        }

        @Override
        public void close() throws IOException {
            change("close " + file, out::close);
        }
    }
}
