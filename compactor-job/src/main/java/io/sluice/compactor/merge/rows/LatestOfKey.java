/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.io.IOException;
import java.util.Arrays;

/** Of rows that come sorted by key, and within a key the latest last, lets the last of each key through. */
final class LatestOfKey implements RowSink {

    private final RowKeys keys;
    private final RowSink to;
    private final RowBytes key;
    private final RowSum.Builder removed = new RowSum.Builder();
    private byte[] heldKey = new byte[0];
    private int heldKeyLength;
    private byte[] held = new byte[0];
    private int heldLength;
    private boolean holds;

    LatestOfKey(RowLayout layout, RowKeys keys, RowSink to) {
        this.keys = keys;
        this.to = to;
        this.key = new RowBytes(layout);
    }

    /** Of the rows that were not let through. */
    RowSum removed() {
        return removed.sum();
    }

    @Override
    public void add(byte[] bytes, int offset, int length) throws IOException {
        key.clear();
        keys.put(bytes, offset, key);
        if (holds && Arrays.equals(heldKey, 0, heldKeyLength, key.array(), 0, key.length())) {
            removed.add(held, 0, heldLength);
        } else {
            finish();
            heldKey = copy(key.array(), 0, key.length(), heldKey);
            heldKeyLength = key.length();
        }
        held = copy(bytes, offset, length, held);
        heldLength = length;
        holds = true;
    }

    private static byte[] copy(byte[] from, int offset, int length, byte[] room) {
        byte[] to = length > room.length ? new byte[length] : room;
        System.arraycopy(from, offset, to, 0, length);
        return to;
    }

    /** No row follows. */
    void finish() throws IOException {
        if (holds) {
            to.add(held, 0, heldLength);
            holds = false;
        }
    }
}
