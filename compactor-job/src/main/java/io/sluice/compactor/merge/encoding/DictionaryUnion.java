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

    /** In each the hash of a value and, in the lower half, its id and one more: another value's is known at a glance. */
    private long[] slots = new long[FIRST_SLOTS];

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
        for (long there = slots[slot]; there != 0; there = slots[slot]) {
            int known = (int) there - 1;
            if ((int) (there >>> Integer.SIZE) == hash && equal(known, from, start, length)) {
                return known;
            }
            slot = (slot + 1) & mask;
        }
        int id = values.count();
        values.add(from, start, length);
        slots[slot] = (long) hash << Integer.SIZE | (id + 1);
        if (id + 1 == slots.length / 2) {
            rehash(slots.length * 2, id + 1);
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

    private void forget(int from) {
        values.truncate(from);
        rehash(slots.length, from);
    }

    /** Puts those values that have a lower id than {@code ids} into so many slots. */
    private void rehash(int count, int ids) {
        long[] before = slots;
        int mask = count - 1;
        slots = new long[count];
        for (long there : before) {
            if (there != 0 && (int) there <= ids) {
                int slot = (int) (there >>> Integer.SIZE) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = there;
            }
        }
    }

    /** All values, by id. */
    public PlainValues values() {
        return values;
    }
}
