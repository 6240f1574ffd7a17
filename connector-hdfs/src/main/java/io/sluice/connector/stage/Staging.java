/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.config.SyncMode;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The staging files of the open batch of a topic-partition in one epoch: one per schema, so that versions of a schema
 * that take turns cost a file each, not a file each time. Only {@value #MAX_OPEN} are open at a time; the one that was
 * not written for longest is closed, and a later record of its schema begins another.
 *
 * <p>Not thread-safe. A method that throws ends the life of the object: {@link #abandon} is all that is left.
 */
public final class Staging {

    /** Open streams per topic-partition. */
    static final int MAX_OPEN = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final FileStore store;
    private final StorePath directory;
    private final SyncMode mode;
    private final Map<Schema, StagingFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<StorePath> segments = new ArrayList<>();
    private long closedBytes;
    private int sequence;

    /**
     * @param directory of the epoch
     * @param adopted closed staging files of earlier epochs that belong to the open batch
     * @param adoptedBytes their size
     */
    public Staging(FileStore store, StorePath directory, SyncMode mode, List<StorePath> adopted, long adoptedBytes) {
        this.store = store;
        this.directory = directory;
        this.mode = mode;
        this.segments.addAll(adopted);
        this.closedBytes = adoptedBytes;
    }

    public void append(List<StagedRecord> records) throws IOException {
        Schema schema = null;
        StagingFile file = null;
        for (StagedRecord record : records) {
            Schema own = record.value().getSchema();
            if (file == null || !own.equals(schema)) {
                schema = own;
                file = file(own);
            }
            file.append(record);
        }
    }

    /** Bytes that the open batch has staged, as far as they have left the writers' buffers. */
    public long bytes() {
        long bytes = closedBytes;
        for (StagingFile file : open.values()) {
            bytes += file.bytes();
        }
        return bytes;
    }

    public void sync() throws IOException {
        for (StagingFile file : open.values()) {
            file.sync(mode);
        }
    }

    /** Closes all files and hands them over: oldest first. The next record begins a new batch. */
    public List<StorePath> seal() throws IOException {
        close();
        List<StorePath> sealed = List.copyOf(segments);
        segments.clear();
        closedBytes = 0;
        return sealed;
    }

    /** Closes all files, which makes them durable. */
    public void close() throws IOException {
        for (Iterator<StagingFile> files = open.values().iterator(); files.hasNext(); ) {
            StagingFile file = files.next();
            file.close();
            closedBytes += file.bytes();
            files.remove();
        }
    }

    /** Lets go of all streams; what they held may be lost, which recovery finds out. */
    public void abandon() {
        for (StagingFile file : open.values()) {
            try {
                file.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("abandoned {}", file.path(), e);
            }
        }
        open.clear();
    }

    private StagingFile file(Schema schema) throws IOException {
        StagingFile known = open.get(schema);
        if (known != null) {
            return known;
        }
        if (open.size() >= MAX_OPEN) {
            Iterator<StagingFile> eldest = open.values().iterator();
            StagingFile file = eldest.next();
            file.close();
            closedBytes += file.bytes();
            eldest.remove();
        }
        String name = String.format(
                Locale.ROOT, "%06d-%016x.avro", sequence++, SchemaNormalization.parsingFingerprint64(schema));
        StagingFile file = StagingFile.create(store, directory.child(name), schema);
        open.put(schema, file);
        segments.add(file.path());
        return file;
    }
}
