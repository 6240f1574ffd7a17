/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a merged file anew without its dead bytes and renames the copy over it. Row groups stay where they are, byte for
 * byte: a query in flight that reads some of them before the rename and some after reads each once. It fails, loudly, if
 * it goes on reading a block of the old file that HDFS has deleted, or looks for a footer where the old file ended.
 *
 * <p>Nothing is journaled: until the rename there is a hidden file that nobody needs, and after it nothing is left to do.
 */
public final class Reclaimer {

    private static final Logger log = LoggerFactory.getLogger(Reclaimer.class);
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileStore store;
    private final CompactionLease lease;

    public Reclaimer(FileStore store, CompactionLease lease) {
        this.store = store;
        this.lease = lease;
    }

    /**
     * Reclaims.
     *
     * @param file as it was listed; if it is another one by now, nothing happens
     * @param sequence of the merge that made it
     * @return bytes that the file has become shorter by; 0 if it stays as it is
     */
    public long reclaim(FileEntry file, long sequence) throws IOException {
        StorePath copy = SwapIntent.hidden(file.path().parent(), sequence, "reclaim");
        store.delete(copy);
        long bytes = 0;
        try (SeekableInput in = store.open(file.path())) {
            Optional<FrontFirst> found = in.length() == file.bytes() ? FrontFirst.of(in) : Optional.empty();
            if (found.isPresent()) {
                bytes = write(in, found.get(), copy);
            }
        } catch (NoSuchFileException e) {
            log.debug("{} is gone: nothing to reclaim", file.path());
        }
        if (bytes == 0) {
            return 0;
        }
        lease.requireHeld();
        if (!isStill(file)) {
            store.delete(copy);
            return 0;
        }
        // ---- THE COMMIT POINT of a reclaim. Who deletes the file between this and the line above gets it back.
        store.replace(copy, file.path());
        return file.bytes() - bytes;
    }

    private boolean isStill(FileEntry file) throws IOException {
        return store.status(file.path())
                .filter(now -> now.fileId() == file.fileId() && now.bytes() == file.bytes())
                .isPresent();
    }

    private long write(SeekableInput in, FrontFirst file, StorePath copy) throws IOException {
        byte[] tail = file.tail();
        long bytes = file.rowsEnd() + tail.length;
        if (bytes >= in.length()) {
            return 0;
        }
        CRC32C written = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (DurableOutput out = store.create(copy)) {
            for (long at = 0; at < file.rowsEnd(); ) {
                int length = (int) Math.min(buffer.length, file.rowsEnd() - at);
                in.readFully(at, buffer, 0, length);
                written.update(buffer, 0, length);
                out.write(buffer, 0, length);
                at += length;
            }
            written.update(tail);
            out.write(tail);
            out.syncToDisk();
        }
        verify(copy, bytes, file.rows(), written.getValue());
        return bytes;
    }

    private void verify(StorePath copy, long bytes, long rows, long checksum) throws IOException {
        CRC32C read = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (SeekableInput in = store.open(copy)) {
            for (long at = 0; at < bytes; ) {
                int length = (int) Math.min(buffer.length, bytes - at);
                in.readFully(at, buffer, 0, length);
                read.update(buffer, 0, length);
                at += length;
            }
            boolean same = in.length() == bytes
                    && read.getValue() == checksum
                    && FrontFirst.of(in).filter(f -> f.rows() == rows).isPresent();
            if (!same) {
                throw new IOException(copy + " does not read back as it was written; the file that it was to replace is"
                        + " untouched");
            }
        }
    }
}
