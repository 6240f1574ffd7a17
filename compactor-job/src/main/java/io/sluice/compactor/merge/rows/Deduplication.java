/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.util.List;
import java.util.Optional;

/**
 * Which rows of a merge are left out: of those that have the same key, all but the latest. Nulls are equal to one another.
 *
 * @param keys columns that make a key
 * @param latestBy column whose greatest value is the latest, nulls before all values; where it is equal, and if there is
 *     none, the last row of the last file
 */
public record Deduplication(List<String> keys, Optional<String> latestBy) {

    public Deduplication {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.stream().distinct().count() < keys.size()) {
            throw new IllegalArgumentException("no columns that make a key, or one of them twice: " + keys);
        }
    }

    @Override
    public String toString() {
        return "one row for each " + String.join(", ", keys)
                + latestBy.map(column -> ", the one of the greatest " + column).orElse(", the last one");
    }
}
