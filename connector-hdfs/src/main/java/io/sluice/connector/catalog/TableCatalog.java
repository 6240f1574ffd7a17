/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.table.metadata.PartitionStrategy;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.Optional;
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
     * @throws IncompatibleRecordException if the table's schema cannot evolve that way, or Parquet could not hold what it
     *     would become; the table is unchanged
     */
    void admit(Schema schema) throws IOException;

    /** Reads anew what other tasks have admitted. */
    void refresh() throws IOException;

    /** As {@link #schema}; empty if there is no table yet, as far as is known here. Does not wait for the file system. */
    Optional<TableSchema> found();

    /** How the table is partitioned; empty if there is no table yet, as far as is known here. */
    Optional<PartitionStrategy> partitions();

    /**
     * The schema that holds all records that were admitted here or were known at the last refresh. Does not
     * wait for the file system.
     *
     * @throws IllegalStateException if nothing was ever admitted
     */
    TableSchema schema();
}
