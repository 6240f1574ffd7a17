/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import io.sluice.table.kite.KiteDefinition;
import io.sluice.table.kite.KiteException;
import io.sluice.table.kite.KiteSdk;
import io.sluice.table.metadata.KiteNames;
import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableMetadata;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * By Kite SDK, with what it checks. Kite neither writes its files at once nor notices another who writes the same number:
 * so what came of it is read, and tried again if it was someone else's.
 */
final class SdkMetadata implements MetadataWriter {

    private static final int ROUNDS = 10;

    private final KiteSdk kite;
    private final FileStore store;
    private final TableLayout table;
    private final String dataset;

    /**
     * @throws ConnectException if Kite has no name for such a table
     */
    SdkMetadata(KiteSdk kite, FileStore store, TableLayout table) {
        KiteNames.problem(table.root()).ifPresent(problem -> {
            throw new ConnectException(problem + " Set catalog.kite=own, or name topic and topics.dir otherwise.");
        });
        this.kite = kite;
        this.store = store;
        this.table = table;
        String authority = Optional.ofNullable(store.uri().getAuthority())
                .map(a -> "//" + a)
                .orElse("");
        this.dataset = "dataset:" + store.uri().getScheme() + ":" + authority + table.root();
    }

    @Override
    public TableMetadata create(TableDescriptor descriptor, Schema schema) throws IOException {
        KiteDefinition definition = new KiteDefinition(
                schema.toString(),
                descriptor.format().name().toLowerCase(Locale.ROOT),
                descriptor.compression().name().toLowerCase(Locale.ROOT),
                descriptor.partitions().fields().isEmpty()
                        ? null
                        : descriptor.partitions().json(),
                descriptor.properties());
        try {
            var unused = kite.create(dataset, definition);
        } catch (KiteException e) {
            if (TableMetadata.open(store, table).isEmpty()) {
                throw new IOException(e.getMessage(), e);
            }
        }
        TableMetadata created = TableMetadata.open(store, table)
                .orElseThrow(() -> new IOException("Kite has created " + dataset + ", and there is nothing"));
        evolve(created, schema);
        return created;
    }

    @Override
    public void evolve(TableMetadata known, Schema schema) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Schema latest = known.latest().schema();
            Schema merged = SchemaEvolution.merge(latest, schema);
            if (SchemaFingerprint.of(merged).equals(SchemaFingerprint.of(latest))) {
                return;
            }
            if (!kite.canRead(latest.toString(), merged.toString())) {
                throw new IncompatibleSchemaException(
                        "", "a schema that Kite can read " + dataset + " with", merged.toString(), "Kite refuses it.");
            }
            try {
                var unused = kite.evolve(dataset, merged.toString());
            } catch (KiteException e) {
                throw new IOException(e.getMessage(), e);
            }
            var unused = known.refresh();
        }
        throw new IOException("others evolve " + dataset + " all the time");
    }
}
