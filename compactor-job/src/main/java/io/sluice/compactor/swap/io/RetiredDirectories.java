/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that readers saw until an exchange. Whoever is in the middle of listing one finds every name of it, as long
 * as it is kept; opened by the path of the partition, a file of it is gone, which is told loudly.
 *
 * <p>They are kept for listings and no longer: their files are called what they were called, and a reader that takes every
 * name with a certain ending, however deep and hidden, reads their rows twice.
 */
public final class RetiredDirectories {

    private static final Logger log = LoggerFactory.getLogger(RetiredDirectories.class);

    private final FileStore store;
    private final StorePath directory;

    public RetiredDirectories(FileStore store, TableLayout table) {
        this.store = store;
        this.directory = table.compaction().child("retired");
    }

    /** Those that are kept. What was changed in one last is when it was retired. */
    public List<FileEntry> kept() throws IOException {
        return store.status(directory).isEmpty() ? List.of() : store.list(directory);
    }

    /**
     * Deletes those that are kept, once listings that were under way when they were retired have ended.
     *
     * @param listingMs as long as these take at the most
     */
    public void delete(long listingMs, InstantSource clock) throws IOException {
        for (FileEntry retired : kept()) {
            Pause.ofMs(retired.modifiedMs() + listingMs - clock.millis(), "listings end");
            store.delete(retired.path());
        }
    }

    /** Takes one that no reader finds any more; once. */
    void retire(StorePath hidden, long sequence) throws IOException {
        store.makeDirectories(directory);
        try {
            store.rename(hidden, directory.child(String.format(Locale.ROOT, "%019d", sequence)));
        } catch (AtomicMoveNotSupportedException e) {
            log.debug("{} is on another disk than the table's root, and goes at once", hidden, e);
            store.delete(hidden);
        }
    }
}
