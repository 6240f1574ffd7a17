/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.util.Locale;

/**
 * Where things are in a table. The root is what Hive and Spark query; everything of ours is under {@code .sluice} or
 * {@code .metadata}, which they pass over.
 *
 * <pre>
 * root/dt=2026-11-22/hour=17/topic+partition+start+end.parquet
 * root/.sluice/commits/{partition}/{start}.json       the commit chain of the connector
 * root/.sluice/work/{partition}/{epoch}/…             what a task is working on
 * root/.sluice/compaction/…                           the compactor's journal and lease
 * root/.metadata/                                     Kite dataset descriptor, schemas/N.avsc
 * </pre>
 *
 * @param forKite whether the descriptor and schemas are where Kite finds them, and not in {@code .sluice/metadata}
 */
public record TableLayout(StorePath root, boolean forKite) {

    public TableLayout(StorePath root) {
        this(root, true);
    }

    /** The same table, its metadata where Kite does not look. */
    public TableLayout hiddenFromKite() {
        return new TableLayout(root, false);
    }

    public StorePath hidden() {
        return root.child(".sluice");
    }

    public StorePath commits(int partition) {
        return root.child(".sluice/commits/" + partition);
    }

    /**
     * The manifest of the commit that begins at an offset. Zero-padded: names sort as offsets do.
     *
     * @param startOffset inclusive
     */
    public StorePath commit(int partition, long startOffset) {
        return commits(partition).child(String.format(Locale.ROOT, "%019d.json", startOffset));
    }

    public StorePath work(int partition) {
        return root.child(".sluice/work/" + partition);
    }

    public StorePath work(int partition, long epoch) {
        return work(partition).child(String.format(Locale.ROOT, "%019d", epoch));
    }

    public StorePath compaction() {
        return root.child(".sluice/compaction");
    }

    public StorePath metadata() {
        return root.child(forKite ? ".metadata" : ".sluice/metadata");
    }

    /** The directory of an output partition such as {@code dt=2026-11-22/hour=17}; the root itself if empty. */
    public StorePath leaf(String outputPartition) {
        return root.child(outputPartition);
    }
}
