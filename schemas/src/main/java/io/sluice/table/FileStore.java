/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Port. A file system with the promises that exactly-once rests on; HDFS keeps all of them, a local disk all but
 * {@link #concat} and lease recovery.
 *
 * <p>Every operation either happened whole or throws; none reports failure by a boolean. A missing file is a {@link
 * java.nio.file.NoSuchFileException}, an existing target a {@link java.nio.file.FileAlreadyExistsException}, both with
 * the path. After any other {@link IOException} the outcome is <em>unknown</em>: look again before acting.
 *
 * <p>Thread-safe. Nothing is promised about the order in which two clients' operations on different paths are seen.
 */
public interface FileStore extends AutoCloseable {

    /** Scheme and authority, such as {@code hdfs://namenode:8020} or {@code file:///}. */
    URI uri();

    /** The file or directory, or empty if there is none. */
    Optional<FileEntry> status(StorePath path) throws IOException;

    /** The direct children, ordered by name. Up to 1,000 names are one consistent cut on HDFS. */
    List<FileEntry> list(StorePath directory) throws IOException;

    /** Creates a directory and its missing ancestors; nothing if it exists. */
    void makeDirectories(StorePath directory) throws IOException;

    /**
     * Creates a file that did not exist, in a directory that does: it never makes a parent, so a writer whose directory
     * was renamed away is fenced.
     */
    DurableOutput create(StorePath file) throws IOException;

    /**
     * As {@link #create(StorePath)}, for a file that nobody needs before it is closed: HDFS then keeps it as its directory
     * says, erasure coded too, where a sync in between promises nothing. A file of {@link #create(StorePath)} is replicated,
     * whatever its directory.
     */
    DurableOutput createWhole(StorePath file) throws IOException;

    /**
     * Creates a file whose blocks can be at least so long, as {@link #concat} wants of a target: none of its sources may
     * have longer ones.
     *
     * @param blockBytes as {@link #blockBytes} tells it; 0 for the default
     */
    DurableOutput create(StorePath file, long blockBytes) throws IOException;

    /** How long a block of a file can be, whatever its length; 0 on a file system that has none. */
    long blockBytes(StorePath file) throws IOException;

    SeekableInput open(StorePath file) throws IOException;

    /**
     * Renames a file or directory in one step. The target must not exist, its parent must.
     *
     * <p>A file open for writing can be renamed; that does not stop its writer (see {@link #recoverLease}).
     */
    void rename(StorePath from, StorePath to) throws IOException;

    /** A file, and the name that it is to have. */
    record Move(StorePath from, StorePath to) {}

    /**
     * Renames files, each as {@link #rename} does, and cheaper than one by one where a rename has to be forced to disk.
     * Not in one step: if it throws, any of them can have its new name, and, on a local disk, both names; to do it again
     * is then to finish it.
     */
    void renameAll(List<Move> moves) throws IOException;

    /** Renames a file over another in one step: a reader sees the old or the new one, never none. */
    void replace(StorePath from, StorePath to) throws IOException;

    /**
     * Deletes a file, or a directory with all in it.
     *
     * @return false if there was none: deleting is idempotent
     */
    boolean delete(StorePath path) throws IOException;

    /** Deletes files that may be there, and cheaper than one by one where that has to be forced to disk. */
    void deleteAll(List<StorePath> files) throws IOException;

    /**
     * Takes a file away from whoever may still write it, and returns when it is closed and its length final. Its old
     * writer's next flush fails. On a file that is closed already, or a file system without leases, nothing happens.
     *
     * @throws IOException if it is not closed by {@code deadlineMs} from now
     */
    void recoverLease(StorePath file, long deadlineMs) throws IOException;

    /** Whether {@link #concat} works here. */
    boolean supportsConcat();

    /**
     * Appends the bytes of {@code sources} to {@code target} and removes the sources, in one step seen by all at once.
     * All must be closed, not empty, and in the same directory. Fails whole if one of them is gone.
     *
     * @throws UnsupportedOperationException where {@link #supportsConcat()} is false
     */
    void concat(StorePath target, List<StorePath> sources) throws IOException;

    /**
     * What speaks against a {@link #concat} of these files into a new file of their directory, as far as it can be known
     * before anything is written.
     *
     * @param directory that holds the sources
     */
    ConcatCheck checkConcat(StorePath directory, List<StorePath> sources) throws IOException;

    @Override
    void close() throws IOException;
}
