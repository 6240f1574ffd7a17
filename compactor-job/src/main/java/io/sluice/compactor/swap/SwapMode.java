/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

/** How readers get from the sources to the merged file. What each of them sees when is in docs/compaction-readers.md. */
public enum SwapMode {
    /**
     * HDFS: one operation removes all sources and brings the merged rows to light. No listing is ever wrong, if files are
     * read at the length that it shows.
     */
    CONCAT("concat"),
    /**
     * A local disk of Linux, if it is allowed: another directory, in which the merged file stands in the place of the
     * sources, takes the place of the partition's in one step. Whoever is listing it at that moment can lack rows.
     */
    EXCHANGE("exchange of directories"),
    /**
     * Anywhere, if it is allowed: the sources are hidden one by one, then the merged file is shown. A listing taken in
     * between lacks rows (never has one twice); it lasts as long as that many renames.
     */
    RENAME("renames");

    private final String words;

    SwapMode(String words) {
        this.words = words;
    }

    /** In words. */
    @Override
    public String toString() {
        return words;
    }
}
