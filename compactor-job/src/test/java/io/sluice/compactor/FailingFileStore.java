/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A store whose commits answer with an error once, having taken effect or not: a NameNode that fails over meanwhile. */
final class FailingFileStore implements FileStore {

    /** Whether the operation happens before the error. */
    enum Effect {
        HAPPENS,
        DOES_NOT_HAPPEN
    }

    private final FileStore delegate;
    private final Effect effect;
    private final Runnable before;

    /**
     * Fails commits.
     *
     * @param before run before the first commit: what others do at the worst moment
     */
    FailingFileStore(FileStore delegate, Effect effect, Runnable before) {
        this.delegate = delegate;
        this.effect = effect;
        this.before = before;
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        before.run();
        if (effect == Effect.HAPPENS) {
            delegate.concat(target, sources);
        }
        throw new IOException("the NameNode went away");
    }

    @Override
    public URI uri() {
        return delegate.uri();
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        return delegate.status(path);
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        return delegate.list(directory);
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        delegate.makeDirectories(directory);
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return delegate.create(file);
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return delegate.create(file, blockBytes);
    }

    @Override
    public long blockBytes(StorePath file) throws IOException {
        return delegate.blockBytes(file);
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        return delegate.open(file);
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        delegate.rename(from, to);
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        delegate.replace(from, to);
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        return delegate.delete(path);
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        delegate.recoverLease(file, deadlineMs);
    }

    @Override
    public boolean supportsConcat() {
        return delegate.supportsConcat();
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }
}
