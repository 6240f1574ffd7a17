/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.connector.commit.Publication;
import io.sluice.table.CommitManifest;
import io.sluice.table.CommitManifest.CommittedFile;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files of a commit to light. Idempotent, and safe to be done by several at once: each file moves by one
 * rename, so one that is no longer where it was written has been published, whatever has become of it since (a
 * compaction may have merged it away: it is never brought back).
 *
 * <p>Thread-safe.
 */
final class Publisher {

    /** Others may publish or add the same directories: each round one of us gets on. */
    private static final int ROUNDS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final FileStore store;
    private final TableLayout table;

    Publisher(FileStore store, TableLayout table) {
        this.store = store;
        this.table = table;
    }

    /** Returns when all files of the commit are, or have been, in the table. */
    void publish(CommitManifest manifest) throws IOException {
        for (CommittedFile file : manifest.files()) {
            publish(manifest, file);
        }
    }

    private void publish(CommitManifest manifest, CommittedFile file) throws IOException {
        StorePath target = table.root().child(file.path());
        for (int round = 0; round < ROUNDS; round++) {
            Optional<FileEntry> work = find(manifest, file);
            if (work.isEmpty()) {
                return;
            }
            Publication way = way(work.get().path(), target);
            try {
                store.rename(way.from(), way.to());
            } catch (FileAlreadyExistsException e) {
                if (way.to().equals(target)) {
                    replaceByItself(work.get().path(), target, file);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("another task is publishing {} too", target, e);
            }
        }
        throw new IOException("could not publish " + target + ": directories on its way come and go");
    }

    /** Where the file still is: in its epoch's directory, or in what that was renamed to when the epoch was fenced. */
    private Optional<FileEntry> find(CommitManifest manifest, CommittedFile file) throws IOException {
        StorePath work = table.root().child(file.work());
        Optional<FileEntry> entry = store.status(work);
        if (entry.isPresent()) {
            return entry;
        }
        StorePath epoch = table.work(manifest.partition(), manifest.epoch());
        String inEpoch = work.relativeTo(epoch);
        return store.status(new StorePath(epoch.value() + ".fenced").child(inEpoch));
    }

    private Publication way(StorePath work, StorePath target) throws IOException {
        List<Publication> ways = Publication.ways(work, target, table.root());
        for (Publication way : ways.subList(0, ways.size() - 1)) {
            if (store.status(way.to()).isEmpty()) {
                return way;
            }
        }
        return ways.get(ways.size() - 1);
    }

    /** A local disk that crashed within a rename has a file under both names; anything else is someone else's file. */
    private void replaceByItself(StorePath work, StorePath target, CommittedFile file) throws IOException {
        if (crc32c(target) != file.crc32c()) {
            throw new IOException("there is another file at " + target + ", where offsets " + file.firstOffset()
                    + " to " + file.lastOffset() + " belong: move it out of the table");
        }
        store.delete(work);
    }

    private long crc32c(StorePath file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        try (SeekableInput in = store.open(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return crc.getValue();
    }
}
