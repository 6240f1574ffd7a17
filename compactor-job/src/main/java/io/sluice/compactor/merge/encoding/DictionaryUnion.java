/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dictionary out of many. Values are compared as bytes, so that two NaN of other bits stay two, and 0.0 and -0.0;
 * ids go to values in the order in which they first come. Open hashing over one array: no value becomes an object.
 *
 * <p>Not thread-safe.
 */
public final class DictionaryUnion {

    private static final int FIRST_SLOTS = 256;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final int width;
    private final int maxBytes;
    private final PlainValues values;
    private int[] hashes = new int[FIRST_SLOTS / 2];
    private int[] slots = new int[FIRST_SLOTS];

    /**
     * An empty one.
     *
     * @param width of a value, as in {@link PlainWidth}
     * @param maxBytes that the union may take
     */
    public DictionaryUnion(int width, int maxBytes) {
        this.width = width;
        this.maxBytes = maxBytes;
        this.values = new PlainValues(width);
    }

    /** Where the ids of one dictionary have gone. Immutable. */
    public static final class Renaming {

        private final int @Nullable [] union;

        private Renaming(int @Nullable [] union) {
            this.union = union;
        }

        /** Whether pages may keep their ids: the dictionary is a prefix of the union. */
        public boolean isIdentity() {
            return union == null;
        }

        /** Turns ids of the dictionary, in their place, into those of the union. */
        public void rename(int[] ids, int count) {
            if (union != null) {
                for (int i = 0; i < count; i++) {
                    ids[i] = union[ids[i]];
                }
            }
        }

        /** The id in the union. */
        public int of(int id) {
            return union == null ? id : union[id];
        }
    }

    /** Adds a dictionary; or, if the union would be too large with it, does not. */
    public Optional<Renaming> add(PlainValues dictionary) {
        int before = values.count();
        int[] ids = new int[dictionary.count()];
        boolean identity = true;
        byte[] from = dictionary.array();
        for (int i = 0; i < ids.length; i++) {
            int start = dictionary.start(i);
            ids[i] = id(from, start, dictionary.start(i + 1) - start);
            identity &= ids[i] == i;
            if (values.length() > maxBytes) {
                forget(before);
                return Optional.empty();
            }
        }
        return Optional.of(new Renaming(identity ? null : ids));
    }

    private int id(byte[] from, int start, int length) {
        int hash = hash(from, start, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int known = slots[slot] - 1;
            if (hashes[known] == hash && equal(known, from, start, length)) {
                return known;
            }
            slot = slot + 1 & mask;
        }
        int id = values.count();
        values.add(from, start, length);
        slots[slot] = id + 1;
        if (id == hashes.length - 1) {
            hashes[id] = hash;
            grow();
        } else {
            hashes[id] = hash;
        }
        return id;
    }

    private boolean equal(int known, byte[] from, int start, int length) {
        int at = values.start(known);
        return Arrays.equals(values.array(), at, values.start(known + 1), from, start, start + length);
    }

    private int hash(byte[] bytes, int start, int length) {
        long hash = length;
        int at = start;
        int end = start + length;
        if (width == Integer.BYTES) {
            hash = (int) PlainValues.INTS.get(bytes, at);
        } else {
            for (; at + Long.BYTES <= end; at += Long.BYTES) {
                hash = (Long.rotateLeft(hash, 29) ^ (long) PlainValues.LONGS.get(bytes, at)) * PRIME;
            }
            for (; at < end; at++) {
                hash = (hash ^ bytes[at]) * PRIME;
            }
        }
        hash *= PRIME;
        return (int) (hash ^ hash >>> 32);
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
        slots = new int[slots.length * 2];
        rehash();
    }

    private void forget(int from) {
        values.truncate(from);
        Arrays.fill(slots, 0);
        rehash();
    }

    private void rehash() {
        int mask = slots.length - 1;
        for (int id = 0; id < values.count(); id++) {
            int slot = hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = id + 1;
        }
    }

    /** All values, by id. */
    public PlainValues values() {
        return values;
    }
}
