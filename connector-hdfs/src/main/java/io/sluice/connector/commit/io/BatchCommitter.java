/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.connector.catalog.TableCatalog;
import io.sluice.connector.commit.WorkDirectory;
import io.sluice.connector.roll.io.ParquetConverter;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.stage.Contents;
import io.sluice.table.CommitManifest;
import io.sluice.table.CommitManifest.CommittedFile;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.Manifests;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * Carries a sealed batch of a partition into the table: convert, commit, publish, delete the staging. After any failure
 * the batch is never gone on with: recovery reads from the commit chain what has happened.
 *
 * <p>For one partition, whose batches come one after the other; may be used by one thread after another.
 */
public final class BatchCommitter {

    private final FileStore store;
    private final TableLayout table;
    private final TableCatalog catalog;
    private final ParquetConverter converter;
    private final ChainTrim chain;

    public BatchCommitter(
            FileStore store, TableLayout table, TableCatalog catalog, ParquetConverter converter, ChainTrim chain) {
        this.store = store;
        this.table = table;
        this.catalog = catalog;
        this.converter = converter;
        this.chain = chain;
    }

    /**
     * A batch to commit.
     *
     * @param epoch that sealed it
     * @param spent what is useless once the batch is in the table: its staging, directories of fenced epochs
     */
    public record SealedBatch(ParquetConverter.Source source, long epoch, List<StorePath> spent) {

        public SealedBatch {
            spent = List.copyOf(spent);
        }
    }

    /** Returns the manifest once the batch is in the table and its staging is gone. */
    public CommitManifest commit(SealedBatch sealed, Ownership ownership, long nowMs) throws IOException {
        ParquetConverter.Source source = sealed.source();
        Batch batch = source.batch();
        WorkDirectory work = new WorkDirectory(table, source.partition());
        StorePath directory = work.batch(sealed.epoch(), batch.startOffset());

        SortedMap<String, Contents> contents = converter.contents(source);
        ownership.makeDirectory(directory, contents.keySet());
        TableSchema schema = catalog.schema();
        List<CommittedFile> files = converter.convert(source, contents, schema, table.root(), directory);
        CommitManifest manifest = new CommitManifest(
                CommitManifest.VERSION,
                source.topic(),
                source.partition(),
                sealed.epoch(),
                batch.startOffset(),
                batch.nextOffset(),
                batch.rows(),
                batch.skipped(),
                nowMs,
                files);
        StorePath written = WorkDirectory.manifest(directory);
        try (DurableOutput out = store.create(written)) {
            out.write(Manifests.toBytes(manifest));
            out.syncToDisk();
        }

        // The commit point: before it the batch is not in the table, behind it it is.
        store.rename(written, table.commit(source.partition(), batch.startOffset()));

        new Publisher(store, table).publish(manifest);
        store.delete(directory);
        for (StorePath spent : sealed.spent()) {
            store.delete(spent);
        }
        chain.committed();
        return manifest;
    }
}
