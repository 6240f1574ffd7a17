/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import org.apache.avro.Schema;

/**
 * Port. The table as others know it. Any number of tasks, on any number of machines, may admit schemas at the same time:
 * none is lost. Thread-safe.
 */
public interface TableCatalog {

    /**
     * Makes the table able to hold records of a schema; makes the table if there is none. To be called before the first
     * such record is staged, so that what is staged can always be converted. Idempotent, and cheap for a schema that
     * was admitted before.
     *
     * @throws IncompatibleRecordException if the table's schema cannot evolve that way; the table is unchanged
     */
    void admit(Schema schema) throws IOException;

    /** Reads anew what other tasks have admitted. */
    void refresh() throws IOException;

    /**
     * The schema that holds all records that were admitted here or were known at the last refresh.
     *
     * @throws IllegalStateException if nothing was ever admitted
     */
    TableSchema schema();
}
