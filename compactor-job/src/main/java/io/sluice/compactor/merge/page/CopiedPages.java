/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Data pages of a written chunk that are pages of an input, byte for byte, by the entry of the chunk that each begins
 * with. Whoever compares the chunk with its inputs can compare their bytes, and need not know what they mean.
 *
 * <p>Not thread-safe.
 */
public final class CopiedPages {

    /**
     * A page.
     *
     * @param entries values and nulls
     * @param dictionaryValues how many values, from the first on, its ids can mean; 0 if it has none
     */
    public record Copy(int entries, int dictionaryValues) {}

    private final NavigableMap<Long, Copy> byFirstEntry = new TreeMap<>();

    /** Adds a page that begins behind so many entries of the chunk. */
    public void add(long firstEntry, Copy page) {
        byFirstEntry.put(firstEntry, page);
    }

    /** The page that begins with an entry. */
    public Optional<Copy> at(long firstEntry) {
        return Optional.ofNullable(byFirstEntry.get(firstEntry));
    }

    /** Whether an entry is in one of them. */
    public boolean hold(long entry) {
        Map.Entry<Long, Copy> page = byFirstEntry.floorEntry(entry);
        return page != null && entry - page.getKey() < page.getValue().entries();
    }

    public boolean isEmpty() {
        return byFirstEntry.isEmpty();
    }
}
