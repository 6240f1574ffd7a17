/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A store that hands every operation to another as it is: what wraps a store extends it, and overrides what it changes.
 *
 * <p>As thread-safe as the other store. Closing it closes the other.
 */
public abstract class ForwardingFileStore implements FileStore {

    private final FileStore store;

    protected ForwardingFileStore(FileStore store) {
        this.store = store;
    }

    @Override
    public URI uri() {
        return store.uri();
    }

    @Override
    public Optional<FileEntry> status(StorePath path) throws IOException {
        return store.status(path);
    }

    @Override
    public List<FileEntry> list(StorePath directory) throws IOException {
        return store.list(directory);
    }

    @Override
    public void makeDirectories(StorePath directory) throws IOException {
        store.makeDirectories(directory);
    }

    @Override
    public DurableOutput create(StorePath file) throws IOException {
        return store.create(file);
    }

    @Override
    public DurableOutput createWhole(StorePath file) throws IOException {
        return store.createWhole(file);
    }

    @Override
    public DurableOutput create(StorePath file, long blockBytes) throws IOException {
        return store.create(file, blockBytes);
    }

    @Override
    public long blockBytes(StorePath file) throws IOException {
        return store.blockBytes(file);
    }

    @Override
    public SeekableInput open(StorePath file) throws IOException {
        return store.open(file);
    }

    @Override
    public void rename(StorePath from, StorePath to) throws IOException {
        store.rename(from, to);
    }

    @Override
    public void renameAll(List<Move> moves) throws IOException {
        store.renameAll(moves);
    }

    @Override
    public void replace(StorePath from, StorePath to) throws IOException {
        store.replace(from, to);
    }

    @Override
    public boolean delete(StorePath path) throws IOException {
        return store.delete(path);
    }

    @Override
    public void deleteAll(List<StorePath> files) throws IOException {
        store.deleteAll(files);
    }

    @Override
    public void recoverLease(StorePath file, long deadlineMs) throws IOException {
        store.recoverLease(file, deadlineMs);
    }

    @Override
    public boolean supportsConcat() {
        return store.supportsConcat();
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        store.concat(target, sources);
    }

    @Override
    public ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) throws IOException {
        return store.checkConcat(directory, sources);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
