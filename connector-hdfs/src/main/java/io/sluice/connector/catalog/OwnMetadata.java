/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableMetadata;
import java.io.IOException;
import org.apache.avro.Schema;

/** Without Kite: any number of writers at the same time, and none sees half of a file. */
record OwnMetadata(FileStore store, TableLayout table) implements MetadataWriter {

    @Override
    public TableMetadata create(TableDescriptor descriptor, Schema schema) throws IOException {
        return TableMetadata.createIfAbsent(store, table, descriptor, schema);
    }

    @Override
    public void evolve(TableMetadata known, Schema schema) throws IOException {
        var unused = known.evolve(schema);
    }
}
