/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Parquet's hybrid of run-length encoding and bit packing, in which levels and dictionary ids are written (format,
 * Encodings.md, RLE = 3). Bit widths are 0 to 32; a value of 32 bits is an int of any sign.
 */
public final class RunLength {

    private static final VarHandle LONGS = PlainValues.LONGS;
    static final int GROUP = 8;
    private static final int MAX_VARINT_BYTES = 5;

    private RunLength() {}

    /** Bits that the ids 0 to {@code max} take. */
    public static int bitWidth(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /**
     * Decodes {@code count} values into the beginning of {@code target}.
     *
     * @return where the last run ends
     * @throws CorruptPageException if the bytes before {@code end} hold fewer
     */
    public static int decode(byte[] bytes, int offset, int end, int bitWidth, int[] target, int count) {
        RunCursor run = new RunCursor(bytes, offset, end, bitWidth, count);
        while (run.next()) {
            int from = run.done();
            if (run.packed()) {
                unpack(bytes, run.start(), end, bitWidth, target, from, run.length());
            } else {
                Arrays.fill(target, from, from + run.length(), run.value());
            }
        }
        return run.end();
    }

    /**
     * Decodes levels, none of which is higher than {@code max}.
     *
     * @throws CorruptPageException if one is, or the bytes before {@code end} hold fewer
     */
    public static void levels(byte[] bytes, int offset, int end, int max, int[] target, int count) {
        int bitWidth = bitWidth(max);
        RunCursor run = new RunCursor(bytes, offset, end, bitWidth, count);
        while (run.next()) {
            int from = run.done();
            if (run.packed()) {
                unpack(bytes, run.start(), end, bitWidth, target, from, run.length());
                if (max < (1 << bitWidth) - 1) {
                    requireLevel(highest(target, from, run.length()), max);
                }
            } else {
                requireLevel(run.value(), max);
                Arrays.fill(target, from, from + run.length(), run.value());
            }
        }
    }

    private static int highest(int[] values, int from, int count) {
        int highest = 0;
        for (int i = from; i < from + count; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    private static void requireLevel(int level, int max) {
        if (level < 0 || level > max) {
            throw new CorruptPageException("a level of " + level + " where " + max + " is the highest");
        }
    }

    /**
     * The value that all of the next {@code count} have, if one run says so; else -1. Does not check what is behind it.
     *
     * @throws CorruptPageException if there is no run
     */
    public static int constant(byte[] bytes, int offset, int end, int bitWidth, int count) {
        RunCursor run = new RunCursor(bytes, offset, end, bitWidth, count);
        return run.next() && !run.packed() && run.length() == count ? run.value() : -1;
    }

    /**
     * How many of {@code count} values of one bit are 1, which takes no array of them.
     *
     * @throws CorruptPageException if the bytes before {@code end} hold fewer
     */
    public static int ones(byte[] bytes, int offset, int end, int count) {
        int ones = 0;
        RunCursor run = new RunCursor(bytes, offset, end, 1, count);
        while (run.next()) {
            if (run.packed()) {
                ones += bits(bytes, run.start(), run.length());
            } else if (run.value() == 1) {
                ones += run.length();
            } else if (run.value() != 0) {
                throw new CorruptPageException("a run of " + run.value() + " where 1 is the highest");
            }
        }
        return ones;
    }

    /** How many of {@code count} bits are set. */
    private static int bits(byte[] bytes, int start, int count) {
        int ones = 0;
        int at = start;
        int left = count;
        for (; left >= Long.SIZE; left -= Long.SIZE, at += Long.BYTES) {
            ones += Long.bitCount((long) LONGS.get(bytes, at));
        }
        for (; left > 0; left -= Byte.SIZE, at++) {
            ones += Integer.bitCount(bytes[at] & 0xFF & ((1 << Math.min(left, Byte.SIZE)) - 1));
        }
        return ones;
    }

    /** Unpacks values that stand bit behind bit, the lowest first. */
    public static void unpack(byte[] bytes, int offset, int end, int bitWidth, int[] target, int from, int count) {
        int fast = Math.min(end, bytes.length) - Long.BYTES;
        int grouped = 0;
        if (bitWidth > 0 && bitWidth <= Byte.SIZE) {
            grouped = unpackNarrow(bytes, offset, fast, bitWidth, target, from, count);
        } else if (bitWidth > 0 && bitWidth <= Short.SIZE) {
            grouped = unpackMiddling(bytes, offset, fast, bitWidth, target, from, count);
        }
        unpackAny(bytes, offset, end, bitWidth, target, from, grouped, count);
    }

    /** Groups of eight values that one word holds, without a loop inside; how many values. */
    private static int unpackNarrow(
            byte[] bytes, int offset, int fast, int bitWidth, int[] target, int from, int count) {
        int mask = (1 << bitWidth) - 1;
        int done = 0;
        for (int at = offset; done + GROUP <= count && at <= fast; at += bitWidth, done += GROUP) {
            long word = (long) LONGS.get(bytes, at);
            int i = from + done;
            target[i] = (int) word & mask;
            target[i + 1] = (int) (word >>> bitWidth) & mask;
            target[i + 2] = (int) (word >>> (2 * bitWidth)) & mask;
            target[i + 3] = (int) (word >>> (3 * bitWidth)) & mask;
            target[i + 4] = (int) (word >>> (4 * bitWidth)) & mask;
            target[i + 5] = (int) (word >>> (5 * bitWidth)) & mask;
            target[i + 6] = (int) (word >>> (6 * bitWidth)) & mask;
            target[i + 7] = (int) (word >>> (7 * bitWidth)) & mask;
        }
        return done;
    }

    /** Groups of eight values that two words hold, four in each; how many values. */
    private static int unpackMiddling(
            byte[] bytes, int offset, int fast, int bitWidth, int[] target, int from, int count) {
        int mask = (1 << bitWidth) - 1;
        int half = (4 * bitWidth) >>> 3;
        int shift = (4 * bitWidth) & 7;
        int done = 0;
        for (int at = offset; done + GROUP <= count && at + half <= fast; at += bitWidth, done += GROUP) {
            long first = (long) LONGS.get(bytes, at);
            long second = (long) LONGS.get(bytes, at + half) >>> shift;
            int i = from + done;
            target[i] = (int) first & mask;
            target[i + 1] = (int) (first >>> bitWidth) & mask;
            target[i + 2] = (int) (first >>> (2 * bitWidth)) & mask;
            target[i + 3] = (int) (first >>> (3 * bitWidth)) & mask;
            target[i + 4] = (int) second & mask;
            target[i + 5] = (int) (second >>> bitWidth) & mask;
            target[i + 6] = (int) (second >>> (2 * bitWidth)) & mask;
            target[i + 7] = (int) (second >>> (3 * bitWidth)) & mask;
        }
        return done;
    }

    private static void unpackAny(
            byte[] bytes, int offset, int end, int bitWidth, int[] target, int from, int done, int count) {
        long mask = (1L << bitWidth) - 1;
        int fast = Math.min(end, bytes.length) - Long.BYTES;
        long bit = (long) done * bitWidth;
        int i = from + done;
        int until = from + count;
        // A word read from a byte on holds so many values, wherever in the byte the first one begins.
        int perWord = (Long.SIZE - Byte.SIZE + 1) / Math.max(1, bitWidth);
        int wordAt = offset + (int) (bit >>> 3);
        while (i + perWord <= until && wordAt <= fast) {
            long word = (long) LONGS.get(bytes, wordAt) >>> (bit & 7);
            for (int k = 0; k < perWord; k++) {
                target[i++] = (int) (word & mask);
                word >>>= bitWidth;
            }
            bit += (long) perWord * bitWidth;
            wordAt = offset + (int) (bit >>> 3);
        }
        for (; i < until; i++) {
            int at = offset + (int) (bit >>> 3);
            long last = 0;
            for (int k = 0; k < Long.BYTES && at + k < end; k++) {
                last |= (bytes[at + k] & 0xFFL) << (Byte.SIZE * k);
            }
            target[i] = (int) ((last >>> (bit & 7)) & mask);
            bit += bitWidth;
        }
    }

    /** Bytes that {@link #encode} can take for so many values. */
    public static int maxBytes(int count, int bitWidth) {
        long groups = (count + GROUP - 1L) / GROUP;
        // At worst a packed run of one group and a repeated one of eight values in turns.
        return Math.toIntExact(groups * bitWidth + groups * (MAX_VARINT_BYTES + Integer.BYTES) + Long.BYTES * 4);
    }

    /**
     * Encodes values: eight and more that are equal as a run, others packed.
     *
     * @return where the last run ends
     */
    public static int encode(int[] values, int count, int bitWidth, byte[] target, int offset) {
        int at = offset;
        int literal = 0;
        int i = 0;
        // Packed values come in groups of eight, so that a run counts from the first group on that it fills.
        while (i + GROUP <= count) {
            int value = values[i];
            int same = i + 1;
            while (same < count && values[same] == value) {
                same++;
            }
            if (same - i < GROUP) {
                i += GROUP;
                continue;
            }
            if (i > literal) {
                at = packRun(values, literal, i - literal, bitWidth, target, at);
            }
            at = repeat(value, same - i, bitWidth, target, at);
            literal = same;
            i = same;
        }
        return literal < count ? packRun(values, literal, count - literal, bitWidth, target, at) : at;
    }

    private static int repeat(int value, int count, int bitWidth, byte[] target, int offset) {
        int at = varint(count << 1, target, offset);
        for (int k = 0; k < bytesOf(bitWidth); k++) {
            target[at++] = (byte) (value >>> (Byte.SIZE * k));
        }
        return at;
    }

    private static int packRun(int[] values, int from, int count, int bitWidth, byte[] target, int offset) {
        int groups = (count + GROUP - 1) / GROUP;
        int at = varint(groups << 1 | 1, target, offset);
        int end = at + groups * bitWidth;
        int packed = pack(values, from, count, bitWidth, target, at);
        Arrays.fill(target, packed, end, (byte) 0);
        return end;
    }

    /**
     * Packs values bit behind bit, the lowest first.
     *
     * @param target with room for two words more than they take
     * @return where the last value ends, rounded up to a byte
     */
    public static int pack(int[] values, int from, int count, int bitWidth, byte[] target, int offset) {
        int grouped = bitWidth <= Short.SIZE ? count / GROUP * GROUP : 0;
        int at = bitWidth <= Byte.SIZE
                ? packNarrow(values, from, from + grouped, bitWidth, target, offset)
                : packMiddling(values, from, from + grouped, bitWidth, target, offset);
        return packAny(values, from + grouped, from + count, bitWidth, target, at);
    }

    /** Groups of eight values that one word holds. */
    private static int packNarrow(int[] values, int from, int until, int bitWidth, byte[] target, int offset) {
        int at = offset;
        for (int i = from; i < until; i += GROUP, at += bitWidth) {
            LONGS.set(target, at, four(values, i, bitWidth) | four(values, i + 4, bitWidth) << (4 * bitWidth));
        }
        return at;
    }

    /** Groups of eight values that two words hold. */
    private static int packMiddling(int[] values, int from, int until, int bitWidth, byte[] target, int offset) {
        int at = offset;
        int bits = 4 * bitWidth;
        for (int i = from; i < until; i += GROUP, at += bitWidth) {
            long first = four(values, i, bitWidth);
            long second = four(values, i + 4, bitWidth);
            boolean words = bits == Long.SIZE;
            LONGS.set(target, at, words ? first : first | second << bits);
            LONGS.set(target, at + Long.BYTES, words ? second : second >>> (Long.SIZE - bits));
        }
        return at;
    }

    private static long four(int[] values, int at, int bitWidth) {
        return (values[at] & 0xFFFFFFFFL)
                | (long) values[at + 1] << bitWidth
                | (long) values[at + 2] << (2 * bitWidth)
                | (long) values[at + 3] << (3 * bitWidth);
    }

    private static int packAny(int[] values, int from, int until, int bitWidth, byte[] target, int offset) {
        int at = offset;
        long waiting = 0;
        int bits = 0;
        for (int i = from; i < until; i++) {
            long value = values[i] & 0xFFFFFFFFL;
            waiting |= value << bits;
            bits += bitWidth;
            if (bits >= Long.SIZE) {
                LONGS.set(target, at, waiting);
                at += Long.BYTES;
                bits -= Long.SIZE;
                waiting = bits == 0 ? 0 : value >>> (bitWidth - bits);
            }
        }
        for (; bits > 0; bits -= Byte.SIZE) {
            target[at++] = (byte) waiting;
            waiting >>>= Byte.SIZE;
        }
        return at;
    }

    private static int varint(int value, byte[] target, int offset) {
        int at = offset;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target[at++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    static int bytesOf(int bitWidth) {
        return (bitWidth + Byte.SIZE - 1) / Byte.SIZE;
    }

    static int littleEndian(byte[] bytes, int offset, int width) {
        int value = 0;
        for (int k = 0; k < width; k++) {
            value |= (bytes[offset + k] & 0xFF) << (Byte.SIZE * k);
        }
        return value;
    }
}
