/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import java.io.IOException;

/**
 * Port. A catalog beside the table, such as a Hive metastore, that is to know what the table has.
 *
 * <p>It is told behind a commit, when the files are visible, and never holds ingestion up: a change waits until those
 * before it are through, and several become one. It is told at least once, and by several tasks, on several machines, of
 * the same table at the same time: so a change may be old news, and the schema in it older than the one that the catalog
 * has. What a task could not tell before it ended is in the first change of the next one, which is {@link
 * TableChange#everything}. Directories are never taken away by a change.
 *
 * <p>Called by one thread at a time, but for {@link #close}, which may come while a change is being taken in; that thread is
 * interrupted.
 */
public interface TableListener extends AutoCloseable {

    /**
     * Takes a change in; idempotent.
     *
     * @throws IOException if it has to be told again later, with what has come meanwhile
     */
    void changed(TableChange change) throws IOException;

    /** The task has ended. */
    @Override
    void close();
}
