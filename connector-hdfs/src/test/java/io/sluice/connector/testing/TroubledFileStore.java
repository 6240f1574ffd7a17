/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A store that fails now and then, before or after it has done what it was asked to, and goes on living: a NameNode that
 * fails over, a datanode that is restarted. Which operations fail follows from a seed.
 */
public final class TroubledFileStore implements FileStore {

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Effect {
        void run() throws IOException;
    }

    private final FileStore delegate;
    private final Random random;
    private final double probability;
    private final Predicate<String> operations;

    /** @param probability that an operation fails */
    public TroubledFileStore(FileStore delegate, long seed, double probability) {
        this(delegate, seed, probability, operation -> true);
    }

    private TroubledFileStore(FileStore delegate, long seed, double probability, Predicate<String> operations) {
        this.delegate = delegate;
        this.random = new Random(seed);
        this.probability = probability;
        this.operations = operations;
    }

    /** While it is full no write succeeds; all else does. */
    public static TroubledFileStore filling(FileStore delegate, BooleanSupplier full) {
        return new TroubledFileStore(delegate, 0, 2, operation -> full.getAsBoolean() && "write".equals(operation));
    }

    private synchronized boolean fails(String operation) {
        return operations.test(operation) && random.nextDouble() < probability / 2;
    }

    private <T> T maybe(String operation, Action<T> action) throws IOException {
        if (fails(operation)) {
            throw new IOException("trouble before " + operation);
        }
        T result = action.run();
        if (fails(operation)) {
            throw new IOException("trouble after " + operation);
        }
        return result;
    }

    private void maybe(String operation, Effect effect) throws IOException {
        maybe(operation, () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public URI uri() {
        return delegate.uri();
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        return maybe("status " + path, () -> delegate.status(path));
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        return maybe("list " + directory, () -> delegate.list(directory));
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        maybe("makeDirectories " + directory, () -> delegate.makeDirectories(directory));
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return new Output(maybe("create " + file, () -> delegate.create(file)));
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        return maybe("open " + file, () -> delegate.open(file));
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        maybe("rename " + from, () -> delegate.rename(from, to));
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        maybe("replace " + to, () -> delegate.replace(from, to));
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        return maybe("delete " + path, () -> delegate.delete(path));
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        maybe("recoverLease " + file, () -> delegate.recoverLease(file, deadlineMs));
    }

    @Override
    public boolean supportsConcat() {
        return delegate.supportsConcat();
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        maybe("concat " + target, () -> delegate.concat(target, sources));
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }

    private final class Output extends DurableOutput {

        private final DurableOutput out;

        Output(DurableOutput out) {
            this.out = out;
        }

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void write(int b) throws IOException {
            maybe("write", () -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            maybe("write", () -> out.write(bytes, offset, length));
        }

        @Override
        public void syncToDisk() throws IOException {
            maybe("sync", out::syncToDisk);
        }

        @Override
        public void flushToReplicas() throws IOException {
            maybe("flush", out::flushToReplicas);
        }

        @Override
        public void close() throws IOException {
            maybe("close", out::close);
        }
    }
}
