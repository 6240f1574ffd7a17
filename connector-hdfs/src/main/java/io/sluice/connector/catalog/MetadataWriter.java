/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableMetadata;
import java.io.IOException;
import org.apache.avro.Schema;

/** Creates and evolves the metadata of one table, of which others may do the same. */
interface MetadataWriter {

    /**
     * Creates them; if there are some meanwhile, lets these hold the schema.
     *
     * @throws io.sluice.schema.IncompatibleSchemaException if the table cannot hold it
     */
    TableMetadata create(TableDescriptor descriptor, Schema schema) throws IOException;

    /**
     * Lets a table hold records of a schema; {@code known} knows it afterwards.
     *
     * @throws io.sluice.schema.IncompatibleSchemaException if the table cannot hold it
     */
    void evolve(TableMetadata known, Schema schema) throws IOException;
}
