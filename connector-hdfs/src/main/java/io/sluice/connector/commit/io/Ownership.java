/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.connector.commit.WorkDirectory;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who owns a partition: whoever has the highest epoch. A claim succeeds for one of any number of tasks, and fences all
 * before it: their directories are renamed, so they can neither create a file nor commit, and the leases of their staging
 * files are taken, so they cannot append either.
 *
 * <p>Thread-safe.
 */
public final class Ownership {

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final FileStore store;
    private final WorkDirectory work;
    private final long leaseTimeoutMs;

    public Ownership(FileStore store, WorkDirectory work, long leaseTimeoutMs) {
        this.store = store;
        this.work = work;
        this.leaseTimeoutMs = leaseTimeoutMs;
    }

    /**
     * Claims a new epoch.
     *
     * @param held the epoch that the caller owned so far: if someone has claimed a later one, the caller is fenced. Empty
     *     for a new owner, which outbids everyone
     * @param committedEpoch of the last commit: epochs rise even if someone has cleared the work directory
     * @throws FencedException if the caller lost what it held
     */
    long claim(OptionalLong held, long committedEpoch) throws IOException {
        store.makeDirectories(work.path());
        while (true) {
            long newest = Math.max(
                    committedEpoch,
                    WorkDirectory.newestEpoch(store.list(work.path())).orElse(0));
            if (held.isPresent() && newest != held.getAsLong()) {
                throw new FencedException(work.path() + ": epoch " + held.getAsLong() + " was followed by " + newest);
            }
            StorePath unnamed = work.unnamed(UUID.randomUUID().toString());
            store.makeDirectories(unnamed);
            try {
                store.rename(unnamed, work.epoch(newest + 1));
                if (isNewest(newest + 1)) {
                    return newest + 1;
                }
                LOG.info("{}: epoch {} was claimed, and lost, by another task before", work.path(), newest + 1);
                putAside(newest + 1);
            } catch (FileAlreadyExistsException e) {
                LOG.info("{}: another task has claimed epoch {}", work.path(), newest + 1);
                store.delete(unnamed);
            } catch (NoSuchFileException e) {
                LOG.info("{}: another task has cleaned up while epoch {} was claimed", work.path(), newest + 1);
            }
        }
    }

    /**
     * Whether a claim was in time. Between the look at the directory and the claim, others can have claimed the same epoch
     * and lost it: its name is free again then, but the one who fenced them is there.
     */
    private boolean isNewest(long epoch) throws IOException {
        List<FileEntry> entries = store.list(work.path());
        boolean lostBefore = entries.stream().anyMatch(e -> e.path().equals(work.fenced(epoch)));
        return !lostBefore && WorkDirectory.newestEpoch(entries).orElse(0) == epoch;
    }

    /** Takes a late claim away: nothing is in it, and its name must not stand in the way of who fences next. */
    private void putAside(long epoch) throws IOException {
        StorePath unnamed = work.unnamed(UUID.randomUUID().toString());
        try {
            store.rename(work.epoch(epoch), unnamed);
            store.delete(unnamed);
        } catch (NoSuchFileException e) {
            LOG.debug("{}: epoch {} was taken away already", work.path(), epoch, e);
        }
    }

    /**
     * Fences all owners before an epoch.
     *
     * @return their directories, oldest first: nobody changes them any more
     */
    List<StorePath> fenceBefore(long epoch) throws IOException {
        List<FileEntry> entries = store.list(work.path());
        for (long old : WorkDirectory.unfenced(entries, epoch)) {
            try {
                store.rename(work.epoch(old), work.fenced(old));
            } catch (NoSuchFileException e) {
                LOG.info("{}: another task has fenced epoch {}", work.path(), old);
            } catch (FileAlreadyExistsException e) {
                // Its owner was fenced long ago; this is a claim that came too late, or died before it saw that.
                putAside(old);
            }
        }
        List<FileEntry> after = store.list(work.path());
        long newest = WorkDirectory.newestEpoch(after).orElse(0);
        if (newest != epoch) {
            throw new FencedException(work.path() + ": epoch " + epoch + " was followed by " + newest);
        }
        for (StorePath unnamed : WorkDirectory.unnamed(after)) {
            store.delete(unnamed);
        }
        List<StorePath> fenced = WorkDirectory.fenced(after);
        for (StorePath directory : fenced) {
            for (FileEntry file : WorkDirectory.staging(store.list(directory))) {
                store.recoverLease(file.path(), leaseTimeoutMs);
            }
        }
        return fenced;
    }

    /** The staging files of fenced owners, oldest first, closed. */
    List<FileEntry> staging(List<StorePath> fenced) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        for (StorePath directory : fenced) {
            files.addAll(WorkDirectory.staging(store.list(directory)));
        }
        return files;
    }

    /** Whether the owner of an epoch has lost it. */
    public boolean lost(long epoch) throws IOException {
        return store.status(work.epoch(epoch)).isEmpty();
    }

    /**
     * Makes directories within an epoch's, all at once.
     *
     * @param directory below the epoch's directory, whose parent exists
     * @param children paths below it
     * @throws NoSuchFileException if the epoch is fenced
     */
    void makeDirectory(StorePath directory, Iterable<String> children) throws IOException {
        StorePath unnamed = work.unnamed(UUID.randomUUID().toString());
        store.makeDirectories(unnamed);
        for (String child : children) {
            store.makeDirectories(unnamed.child(child));
        }
        try {
            store.rename(unnamed, directory);
        } catch (NoSuchFileException e) {
            store.delete(unnamed);
            throw e;
        }
    }
}
