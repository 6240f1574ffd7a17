/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

/** What values add to a {@link ColumnChecksum}, straight from their encoded form. */
public final class ValueHashes {

    private ValueHashes() {}

    /** Of the values of a dictionary, or of a page in the PLAIN encoding: one each. */
    public static void of(PlainValues values, boolean number, long[] target) {
        byte[] bytes = values.array();
        int width = values.width();
        for (int i = 0; i < values.count(); i++) {
            int start = values.start(i);
            if (!number) {
                int skip = width == PlainWidth.VARIABLE ? Integer.BYTES : 0;
                target[i] = ColumnChecksum.hash(bytes, start + skip, values.start(i + 1) - start - skip);
            } else if (width == Integer.BYTES) {
                target[i] = ColumnChecksum.hash((int) PlainValues.INTS.get(bytes, start));
            } else {
                target[i] = ColumnChecksum.hash((long) PlainValues.LONGS.get(bytes, start));
            }
        }
    }

    /** Of booleans, 0 or 1. */
    public static void ofBits(int[] bits, int count, long[] target) {
        long no = ColumnChecksum.hash(0);
        long yes = ColumnChecksum.hash(1);
        for (int i = 0; i < count; i++) {
            target[i] = bits[i] == 0 ? no : yes;
        }
    }

    /** Of values by their ids. */
    public static void ofIds(int[] ids, int count, long[] dictionary, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = dictionary[ids[i]];
        }
    }
}
