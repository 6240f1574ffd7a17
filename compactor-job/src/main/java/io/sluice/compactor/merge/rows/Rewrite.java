/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.MessageType;

/**
 * What a merge does with rows, besides joining them. If it does nothing, none is assembled.
 *
 * @param deduplication which rows are left out; empty if none
 * @param order empty if rows stay in the order of their files, or, where duplicates go, in that of their keys
 */
public record Rewrite(Optional<Deduplication> deduplication, Optional<RowOrder> order, SortSpace space) {

    /** Rows stay as they are. */
    public static final Rewrite NONE = new Rewrite(Optional.empty(), Optional.empty(), SortSpace.DEFAULT);

    public boolean isNone() {
        return deduplication.isEmpty() && order.isEmpty();
    }

    /**
     * Checks that rows of a schema can be ordered like this.
     *
     * @throws SchemaMismatchException if a column is missing, repeats, or has no order
     */
    public void requireColumns(MessageType schema) {
        RowLayout layout = new RowLayout(schema);
        List<String> paths = new ArrayList<>();
        deduplication.ifPresent(d -> {
            paths.addAll(d.keys());
            d.latestBy().ifPresent(paths::add);
        });
        order.ifPresent(o -> o.columns().forEach(column -> paths.add(column.path())));
        paths.forEach(path -> ValueOrder.of(layout.column(layout.leaf(path))));
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        deduplication.ifPresent(d -> words.add(d.toString()));
        order.ifPresent(o -> words.add(o.toString()));
        return String.join("; ", words);
    }
}
