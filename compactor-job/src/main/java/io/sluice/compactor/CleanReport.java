/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.StorePath;
import java.util.List;

/**
 * What was found beside the rows of a table, and what became of it.
 *
 * @param recovered replacements of earlier runs that were brought to an end first
 */
public record CleanReport(int recovered, List<Item> items) {

    public CleanReport {
        items = List.copyOf(items);
    }

    /**
     * A file with something in it that no reader needs; or a directory.
     *
     * @param bytes that were freed, or would be
     */
    public record Item(StorePath path, long bytes, Kind kind) {}

    /** What it is, and whether it goes. */
    public enum Kind {
        LEFTOVER(true, "left by a merge that is over"),
        DEAD(true, "dead bytes"),
        DEAD_WAITING(false, "dead bytes, kept for queries that listed before the merge"),
        RETIRED(true, "the directory that an exchange has hidden"),
        PARKED(
                false,
                "of a merge whose file was deleted since: --parked restore shows it again, --parked drop deletes it"),
        IN_DOUBT(false, "of a merge that is under way, half done or not remembered"),
        STAGED(false, "staged by a connector: may be the only copy of its records");

        private final boolean removed;
        private final String words;

        Kind(boolean removed, String words) {
            this.removed = removed;
            this.words = words;
        }

        /** Whether a clean removes it; what is not removed is only told. */
        public boolean removed() {
            return removed;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Bytes that were freed, or would be. */
    public long bytes() {
        return items.stream()
                .filter(i -> i.kind().removed())
                .mapToLong(Item::bytes)
                .sum();
    }
}
