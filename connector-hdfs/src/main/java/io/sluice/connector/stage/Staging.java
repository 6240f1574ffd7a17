/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.connector.config.SyncMode;
import io.sluice.connector.sink.StagedRecord;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The staging files of the open batch of a topic-partition in one epoch: one per schema that the table has had
 * meanwhile, one of them open. Records are staged under the schema of the table, which holds those of all versions: so
 * versions that take turns share a file, however many they are.
 *
 * <p>Not thread-safe. A method that throws ends the life of the object: {@link #abandon} is all that is left.
 */
public final class Staging {

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final FileStore store;
    private final StorePath directory;
    private final SyncMode mode;
    private final List<StorePath> segments = new ArrayList<>();
    /** Of the open batch; null if a part of it was staged by others. */
    private @Nullable ContentsCount contents;

    private @Nullable StagingFile open;
    private @Nullable TableRecords table;
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
        this.contents = adopted.isEmpty() ? new ContentsCount() : null;
    }

    /**
     * The staging of a batch.
     *
     * @param segments its files, closed, oldest first
     * @param contents by output partition; empty if they are to be read from the files
     */
    public record Sealed(List<StorePath> segments, Optional<SortedMap<String, Contents>> contents) {}

    /**
     * Appends records.
     *
     * @param tableSchema the newest schema of the table; holds all the records
     */
    public void append(List<StagedRecord> records, Schema tableSchema) throws IOException {
        TableRecords wanted = table(tableSchema);
        StagingFile file = file(wanted.schema());
        for (StagedRecord record : records) {
            file.append(record.with(wanted.of(record.value())));
            if (contents != null) {
                contents.add(record.outputPartition(), record.offset());
            }
        }
    }

    /** Bytes that the open batch has staged, as far as they have left the writers' buffers. */
    public long bytes() {
        return open == null ? closedBytes : closedBytes + open.bytes();
    }

    /** Files of the open batch. */
    public int segments() {
        return segments.size();
    }

    public void sync() throws IOException {
        if (open != null) {
            open.sync(mode);
        }
    }

    /** Closes all files and hands them over. The next record begins a new batch. */
    public Sealed seal() throws IOException {
        close();
        Sealed sealed =
                new Sealed(List.copyOf(segments), Optional.ofNullable(contents).map(ContentsCount::contents));
        segments.clear();
        contents = new ContentsCount();
        closedBytes = 0;
        return sealed;
    }

    /** Closes all files, which makes them durable. */
    public void close() throws IOException {
        StagingFile file = open;
        if (file != null) {
            file.close();
            closedBytes += file.bytes();
            open = null;
        }
    }

    /** Lets go of all streams; what they held may be lost, which recovery finds out. */
    public void abandon() {
        StagingFile file = open;
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("abandoned {}", file.path(), e);
        }
        open = null;
    }

    // Schema.equals passes over aliases, by which a renamed type finds its place.
    @SuppressWarnings("ReferenceEquality")
    private TableRecords table(Schema schema) throws IOException {
        TableRecords known = table;
        if (known != null && known.schema() == schema) {
            return known;
        }
        // The table has grown, and never shrinks: nothing will be staged under the former schema any more.
        close();
        TableRecords grown = new TableRecords(schema);
        table = grown;
        return grown;
    }

    private StagingFile file(Schema schema) throws IOException {
        StagingFile known = open;
        if (known != null) {
            return known;
        }
        String name = String.format(
                Locale.ROOT, "%06d-%016x.avro", sequence++, SchemaNormalization.parsingFingerprint64(schema));
        StagingFile file = StagingFile.create(store, directory.child(name), schema);
        open = file;
        segments.add(file.path());
        return file;
    }
}
