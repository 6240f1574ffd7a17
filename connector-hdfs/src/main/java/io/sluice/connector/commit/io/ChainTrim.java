/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.table.CommitChain;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;

/**
 * Keeps the commit chain of a partition short: its end is all that recovery reads, and what its links say of the offsets
 * in a file is in the file's footer too. So the chain costs as many names on the file system as are kept, however long
 * the partition lives, and finding its end costs one listing of that size.
 *
 * <p>The oldest link goes first, so a chain that was being trimmed is a chain. Two may trim one chain at a time. Not
 * thread-safe.
 */
public final class ChainTrim {

    /** Links that stay: as many as HDFS lists in one call ({@code dfs.ls.limit}). */
    public static final int KEPT = 1000;

    private final FileStore store;
    private final TableLayout table;
    private final int partition;
    private final int kept;
    private int commits;

    public ChainTrim(FileStore store, TableLayout table, int partition, int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("the last link must stay, kept is " + kept);
        }
        this.store = store;
        this.table = table;
        this.partition = partition;
        this.kept = kept;
    }

    /** To be called after each commit: every so often the chain is cut down. */
    void committed() throws IOException {
        commits++;
        if (commits >= kept) {
            trim(CommitChain.load(store, table, partition));
            commits = 0;
        }
    }

    /** Deletes the oldest links of a chain that has more than it should. */
    void trim(CommitChain chain) throws IOException {
        int surplus = Math.max(0, chain.size() - kept);
        for (StorePath link : chain.files().subList(0, surplus)) {
            store.delete(link);
        }
    }
}
