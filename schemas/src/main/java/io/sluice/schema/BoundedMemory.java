/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found or compiled, up to a number of entries; one more, and all are forgotten first. To keep them in
 * the order of their use would cost each record of a topic with hundreds of versions more than it ever saves, while what
 * never comes back (producers that make a schema for each value) is let go of either way.
 *
 * <p>Not thread-safe.
 */
public final class BoundedMemory<K, V> {

    private final Map<K, V> entries;
    private final int most;

    private BoundedMemory(Map<K, V> entries, int most) {
        this.entries = entries;
        this.most = most;
    }

    /** Whose keys are told apart by {@code equals}. */
    public static <K, V> BoundedMemory<K, V> ofEqual(int most) {
        return new BoundedMemory<>(new HashMap<>(), most);
    }

    /** Whose keys are objects: each its own, and at no cost for what is in them. */
    public static <K, V> BoundedMemory<K, V> ofSame(int most) {
        return new BoundedMemory<>(new IdentityHashMap<>(), most);
    }

    public @Nullable V get(K key) {
        return entries.get(key);
    }

    /** Remembers a value, and answers it. */
    public V put(K key, V value) {
        if (entries.size() >= most && !entries.containsKey(key)) {
            entries.clear();
        }
        entries.put(key, value);
        return value;
    }

    public void clear() {
        entries.clear();
    }
}
