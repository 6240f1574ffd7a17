/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The newest offset of each key, in bounded memory: 24 bytes a key, however long it is.
 *
 * <p>Keys are known by 128 bits of their SHA-256, which nobody can make collide on purpose, as one can with Kafka's
 * MD5: two keys taken for one would lose a record. Open addressing with linear probing. Not thread-safe.
 */
public final class KeyOffsets {
    static final int LONGS_PER_SLOT = 3;
    static final int BYTES_PER_SLOT = LONGS_PER_SLOT * Long.BYTES;
    static final int MIN_SLOTS = 16;
    static final int MAX_SLOTS = (Integer.MAX_VALUE - 64) / LONGS_PER_SLOT;

    private final long[] table;
    private final int slots;
    private final int maxKeys;
    private final MessageDigest digest;
    private final byte[] hash = new byte[32];
    private int keys;

    /** @param slots memory; a part of {@code loadFactor} of them can be used */
    public KeyOffsets(int slots, double loadFactor) {
        if (slots < MIN_SLOTS || slots > MAX_SLOTS) {
            throw new IllegalArgumentException(slots + " slots; from " + MIN_SLOTS + " to " + MAX_SLOTS + " can be");
        }
        this.slots = slots;
        this.maxKeys = (int) Math.max(1, Math.min(slots - 1L, (long) (slots * loadFactor)));
        this.table = new long[slots * LONGS_PER_SLOT];
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As many slots as {@code keys} need at most, but no more than {@code maxSlots}. */
    public static KeyOffsets forKeys(long keys, int maxSlots, double loadFactor) {
        double wanted = Math.ceil(keys / loadFactor) + 1;
        return new KeyOffsets((int) Math.max(MIN_SLOTS, Math.min(wanted, maxSlots)), loadFactor);
    }

    /**
     * Notes that a key is at an offset, which must not be lower than any before.
     *
     * @return false if there is no room for another key; nothing was noted then
     */
    public boolean put(ByteBuffer key, long offset) {
        int slot = find(key);
        if (table[slot + 2] == 0) {
            if (keys == maxKeys) {
                return false;
            }
            keys++;
            table[slot] = high();
            table[slot + 1] = low();
        }
        table[slot + 2] = offset + 1; // 0 is an empty slot
        return true;
    }

    /** The newest offset of a key, or -1. */
    public long get(ByteBuffer key) {
        return table[find(key) + 2] - 1;
    }

    public int size() {
        return keys;
    }

    private int find(ByteBuffer key) {
        digest.update(key.duplicate());
        try {
            digest.digest(hash, 0, hash.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("the buffer is large enough", e);
        }
        long high = high();
        long low = low();
        int slot = (int) Long.remainderUnsigned(high, slots);
        while (true) {
            int at = slot * LONGS_PER_SLOT;
            if (table[at + 2] == 0 || (table[at] == high && table[at + 1] == low)) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    private long high() {
        return ByteBuffer.wrap(hash).getLong(0);
    }

    private long low() {
        return ByteBuffer.wrap(hash).getLong(Long.BYTES);
    }
}
