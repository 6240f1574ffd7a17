/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import io.sluice.table.ConcatCheck;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A store, with something between each operation and the real one: what that is, a subclass says. */
public abstract class InterposedFileStore implements FileStore {

    /** An operation of the real store. */
    @FunctionalInterface
    protected interface Action<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Effect {
        void run() throws IOException;
    }

    private final FileStore delegate;

    protected InterposedFileStore(FileStore delegate) {
        this.delegate = delegate;
    }

    /**
     * Does, or does not do, what changes something: makeDirectories, create, rename, replace, delete, recoverLease,
     * concat, and write, sync, flush and close of a stream.
     *
     * @param operation in words; its first word is the name of the operation
     */
    protected abstract <T> T change(String operation, Action<T> action) throws IOException;

    /** Does, or does not do, what only looks: status, list, open. */
    protected abstract <T> T look(String operation, Action<T> action) throws IOException;

    private void change(String operation, Effect effect) throws IOException {
        change(operation, () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public final URI uri() {
        return delegate.uri();
    }

    @Override
    public final Optional<FileEntry> status(StorePath path) throws IOException {
        return look("status " + path, () -> delegate.status(path));
    }

    @Override
    public final List<FileEntry> list(StorePath directory) throws IOException {
        return look("list " + directory, () -> delegate.list(directory));
    }

    @Override
    public final SeekableInput open(StorePath file) throws IOException {
        return look("open " + file, () -> delegate.open(file));
    }

    @Override
    public final void makeDirectories(StorePath directory) throws IOException {
        change("makeDirectories " + directory, () -> delegate.makeDirectories(directory));
    }

    @Override
    public final DurableOutput create(StorePath file) throws IOException {
        return change("create " + file, () -> new Output(file, delegate.create(file)));
    }

    @Override
    public final DurableOutput createWhole(StorePath file) throws IOException {
        return change("create " + file, () -> new Output(file, delegate.createWhole(file)));
    }

    @Override
    public final DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return change("create " + file, () -> new Output(file, delegate.create(file, blockBytes)));
    }

    @Override
    public final long blockBytes(StorePath file) throws IOException {
        return look("block size of " + file, () -> delegate.blockBytes(file));
    }

    @Override
    public final ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) throws IOException {
        return look("check of a concat in " + directory, () -> delegate.checkConcat(directory, sources));
    }

    @Override
    public final void rename(StorePath from, StorePath to) throws IOException {
        change("rename " + from + " to " + to, () -> delegate.rename(from, to));
    }

    @Override
    public final void renameAll(List<Move> moves) throws IOException {
        for (Move move : moves) {
            rename(move.from(), move.to());
        }
    }

    @Override
    public final void replace(StorePath from, StorePath to) throws IOException {
        change("replace " + to + " by " + from, () -> delegate.replace(from, to));
    }

    @Override
    public final boolean delete(StorePath path) throws IOException {
        return change("delete " + path, () -> delegate.delete(path));
    }

    @Override
    public final void deleteAll(List<StorePath> files) throws IOException {
        for (StorePath file : files) {
            delete(file);
        }
    }

    @Override
    public final void recoverLease(StorePath file, long deadlineMs) throws IOException {
        change("recoverLease " + file, () -> delegate.recoverLease(file, deadlineMs));
    }

    @Override
    public final boolean supportsConcat() {
        return delegate.supportsConcat();
    }

    @Override
    public final void concat(StorePath target, List<StorePath> sources) throws IOException {
        change("concat " + sources + " to " + target, () -> delegate.concat(target, sources));
    }

    @Override
    public void close() throws IOException {
        delegate.close();
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
