/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A column that rows are ordered by.
 *
 * @param path of the leaf, its names joined by dots
 */
public record SortColumn(String path, boolean descending, boolean nullsFirst) {

    /**
     * Reads {@code "a, b.c desc, d asc nulls last"}. Where nothing is said, order is ascending, and nulls are what Spark
     * and Hive take them for: smaller than any value.
     *
     * @throws IllegalArgumentException if it is no such list
     */
    public static List<SortColumn> parse(String list) {
        List<SortColumn> columns = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            columns.add(parseOne(item.trim(), list));
        }
        return columns;
    }

    private static SortColumn parseOne(String item, String list) {
        List<String> words = new ArrayList<>(Arrays.asList(item.split("\\s+")));
        String path = words.remove(0);
        boolean descending = false;
        if (!words.isEmpty() && isOne(words.get(0), "asc", "desc")) {
            descending = words.remove(0).equalsIgnoreCase("desc");
        }
        boolean nullsFirst = !descending;
        if (words.size() == 2 && isOne(words.get(0), "nulls") && isOne(words.get(1), "first", "last")) {
            nullsFirst = words.get(1).equalsIgnoreCase("first");
            words.clear();
        }
        if (path.isEmpty() || !words.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + list + "' is no list of columns to sort by; write it as 'a, b desc, c asc nulls last'");
        }
        return new SortColumn(path, descending, nullsFirst);
    }

    private static boolean isOne(String word, String... of) {
        return Arrays.asList(of).contains(word.toLowerCase(Locale.ROOT));
    }

    /** Ascending, nulls first. */
    static SortColumn ascending(String path) {
        return new SortColumn(path, false, true);
    }

    @Override
    public String toString() {
        return path
                + (descending ? " desc" : "")
                + (nullsFirst == descending ? (nullsFirst ? " nulls first" : " nulls last") : "");
    }
}
