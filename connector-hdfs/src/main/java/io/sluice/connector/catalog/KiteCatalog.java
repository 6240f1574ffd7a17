/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.connector.config.FilesConfig;
import io.sluice.connector.partition.Partitioner;
import io.sluice.connector.roll.io.ParquetColumns;
import io.sluice.schema.BoundedMemory;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import io.sluice.table.kite.KiteSdk;
import io.sluice.table.metadata.PartitionStrategy;
import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableDescriptor.Compression;
import io.sluice.table.metadata.TableDescriptor.Format;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalog that a table carries with it: {@code .metadata}, by which it is a Kite dataset. */
public final class KiteCatalog implements TableCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(KiteCatalog.class);
    private static final PartitionStrategy NOT_IN_KITES_TERMS = PartitionStrategy.of();
    private static final int MOST_REFUSALS = 1000;

    /** A producer that leaves out what is null has as many schemas as its fields have subsets. */
    private static final int MOST_ADMITTED = 10_000;

    private final FileStore store;
    private final TableLayout table;
    private final Partitioner partitioner;
    private final Format format;
    private final Compression compression;
    private final Set<Schema> admitted = ConcurrentHashMap.newKeySet();
    private final BoundedMemory<SchemaFingerprint, Refusal> refusals = BoundedMemory.ofEqual(MOST_REFUSALS);
    private volatile @Nullable TableMetadata metadata;

    private final MetadataWriter writer;

    /** A table only grows, so what it has refused it refuses as long as nobody has changed it. */
    private record Refusal(int tableVersion, IncompatibleRecordException why) {}

    /** Without Kite itself. */
    public KiteCatalog(FileStore store, TableLayout table, Partitioner partitioner, FilesConfig files) {
        this(store, table, partitioner, files, new OwnMetadata(store, table));
    }

    /** By Kite itself. */
    public KiteCatalog(FileStore store, TableLayout table, Partitioner partitioner, FilesConfig files, KiteSdk kite) {
        this(store, table, partitioner, files, new SdkMetadata(kite, store, table));
    }

    private KiteCatalog(
            FileStore store, TableLayout table, Partitioner partitioner, FilesConfig files, MetadataWriter writer) {
        this.store = store;
        this.table = table;
        this.partitioner = partitioner;
        this.writer = writer;
        this.format = Format.valueOf(files.format().name());
        this.compression = format == Format.PARQUET
                ? Compression.forParquet(files.parquet().codec().name())
                : Compression.forAvro(files.avroCodec());
    }

    @Override
    public void admit(Schema schema) throws IOException {
        // Asked for each record: without the lock, which a recovery may hold for as long as HDFS takes.
        if (!admitted.contains(schema)) {
            evolve(schema);
        }
    }

    /** A topic may be full of records that are refused: the file system is asked for one of them only. */
    private synchronized void evolve(Schema schema) throws IOException {
        SchemaFingerprint fingerprint = SchemaFingerprint.of(schema);
        Refusal refusal = refusals.get(fingerprint);
        if (refusal != null && refusal.tableVersion() == version()) {
            throw refusal.why();
        }
        refresh();
        try {
            grow(schema);
        } catch (IncompatibleRecordException e) {
            refusals.put(fingerprint, new Refusal(version(), e));
            throw e;
        }
        if (admitted.size() >= MOST_ADMITTED) {
            admitted.clear();
        }
        admitted.add(schema);
    }

    /** 0 if there is no table. */
    private int version() {
        return found().map(TableSchema::version).orElse(0);
    }

    private void grow(Schema schema) throws IOException {
        try {
            TableMetadata known = metadata;
            requireColumns(known, schema);
            if (known == null) {
                TableDescriptor descriptor = new TableDescriptor(strategy(schema), format, compression, Map.of());
                metadata = writer.create(descriptor, schema);
            } else {
                writer.evolve(known, schema);
            }
        } catch (IncompatibleSchemaException e) {
            throw new IncompatibleRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What was admitted is staged, and what is staged must be convertible, or it is in everyone's way for ever. */
    private static void requireColumns(@Nullable TableMetadata known, Schema schema) {
        SchemaEvolution.requireTabular(schema);
        Schema merged =
                known == null ? schema : SchemaEvolution.merge(known.latest().schema(), schema);
        try {
            ParquetColumns.require(merged);
        } catch (IllegalArgumentException e) {
            throw new IncompatibleRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Finds the table, if it was not known yet, and what others have added to it.
     *
     * @throws ConnectException if it is of another format, or partitioned in another way, than this connector is configured
     *     to write
     */
    @Override
    public synchronized void refresh() throws IOException {
        TableMetadata known = metadata;
        if (known != null) {
            known.refresh();
            return;
        }
        TableMetadata found = TableMetadata.open(store, table).orElse(null);
        if (found != null) {
            requireSameFormat(found);
            requireSamePartitions(found);
        }
        metadata = found;
    }

    @Override
    public Optional<TableSchema> found() {
        return Optional.ofNullable(metadata).map(TableMetadata::latest);
    }

    @Override
    public TableSchema schema() {
        return found().orElseThrow(() -> new IllegalStateException("no schema was admitted to " + table.root()));
    }

    @Override
    public Optional<PartitionStrategy> partitions() {
        return Optional.ofNullable(metadata).map(known -> known.descriptor().partitions());
    }

    private void requireSameFormat(TableMetadata found) {
        Format existing = found.descriptor().format();
        if (existing != format) {
            throw new ConnectException("the files of the table " + table.root() + " are " + existing
                    + ", the connector is configured for " + format
                    + ": set format.class as the table has it, or another"
                    + " topics.dir");
        }
    }

    private void requireSamePartitions(TableMetadata found) {
        if (partitioner.followsTable()) {
            return;
        }
        PartitionStrategy existing = found.descriptor().partitions();
        PartitionStrategy configured = strategy(found.latest().schema());
        if (!existing.equals(configured)) {
            throw new ConnectException("the table " + table.root() + " is partitioned by " + words(existing)
                    + ", the connector is configured for " + words(configured)
                    + ": configure its partitioner as the table has it, or another topics.dir");
        }
    }

    private static String words(PartitionStrategy strategy) {
        return strategy.fields().isEmpty() ? "nothing that Kite has a word for" : strategy.expression();
    }

    private PartitionStrategy strategy(Schema schema) {
        PartitionStrategy strategy = partitioner.strategy(schema).orElse(NOT_IN_KITES_TERMS);
        try {
            strategy.requireFits(schema);
            return strategy;
        } catch (IncompatibleSchemaException e) {
            LOG.info("{}: Kite will not find the rows of this table: {}", table.root(), e.getMessage());
            return NOT_IN_KITES_TERMS;
        }
    }
}
