/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.table.FileEntry;

/**
 * A data file of the table that readers see.
 *
 * @param partition output partition such as {@code dt=2026-11-22/hour=17}; empty for the root
 */
public record TableFile(String partition, FileEntry entry, FileFacts facts) {

    /** The four letters a Parquet file begins with. */
    private static final int MAGIC_BYTES = 4;

    /** Whether it is no Parquet file yet: then it is worth a merge by itself, whatever its size. */
    public boolean isAvro() {
        return entry.path().name().endsWith(".avro");
    }

    /** Bytes of the file that nothing refers to: what a concat swap leaves of its sources. */
    public long deadBytes() {
        return Math.max(0, entry.bytes() - MAGIC_BYTES - facts.liveBytes() - facts.indexBytes());
    }
}
