/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.table.StorePath;
import io.sluice.table.metadata.TableSchema;
import java.net.URI;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a table may have gained since it was last told of.
 *
 * @param topic whose table it is
 * @param store the file system
 * @param root of the table there
 * @param schema the newest that is known here; others may know a newer one
 * @param outputPartitions directories that have new files, relative to the root; one empty text if there are none
 * @param everything whether there may be more than these: look at the table itself
 */
public record TableChange(
        String topic,
        URI store,
        StorePath root,
        TableSchema schema,
        SortedSet<String> outputPartitions,
        boolean everything) {

    /** More directories than these are not kept in mind. */
    static final int MOST_PARTITIONS = 10_000;

    public TableChange {
        outputPartitions = new TreeSet<>(outputPartitions);
    }

    /** Both, told at once. */
    TableChange plus(TableChange later) {
        TreeSet<String> all = new TreeSet<>(outputPartitions);
        all.addAll(later.outputPartitions);
        boolean tooMany = all.size() > MOST_PARTITIONS;
        return new TableChange(
                topic,
                store,
                root,
                later.schema.version() >= schema.version() ? later.schema : schema,
                tooMany ? new TreeSet<>() : all,
                tooMany || everything || later.everything);
    }
}
