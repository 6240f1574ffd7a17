/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import io.sluice.table.FileStore;
import io.sluice.table.hadoop.HadoopFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
public final class CrashingFileStore extends InterposedFileStore {

    /** Where in the n-th operation the process dies. */
    public enum Moment {
        /** Nothing of it happened. */
        BEFORE,
        /** It took effect, but its caller never learns. */
        AFTER
    }

    private final FileStore delegate;
    private final long crashAt;
    private final Moment moment;
    private final Object lock = new Object();
    private final List<String> operations = new ArrayList<>();
    private volatile boolean crashed;

    private CrashingFileStore(FileStore delegate, long crashAt, Moment moment) {
        super(delegate);
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

    @Override
    protected <T> T change(String operation, Action<T> action) throws IOException {
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

    @Override
    protected <T> T look(String operation, Action<T> action) throws IOException {
        requireAlive(operation);
        return action.run();
    }

    private void requireAlive(String operation) {
        if (crashed) {
            throw new SimulatedCrash("earlier, so there is no " + operation);
        }
    }

    /** A dead process closes nothing. */
    @Override
    public void close() throws IOException {
        if (!crashed) {
            super.close();
        }
    }
}
