/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

/**
 * Follows staged records in offset order and tells which ones count. A record counts if the one that was staged before
 * it counted; so what counts has no hole, whatever ends of files a crash has torn off, and a record that was staged twice
 * counts once. No journal says how far the files reach: the records do.
 *
 * <p>Not thread-safe.
 */
public final class OffsetChain {

    /** No record before. */
    public static final long NONE = -1;

    private long last;

    /** @param last offset of the record that the chain starts behind, or {@link #NONE} */
    public OffsetChain(long last) {
        this.last = last;
    }

    /** Whether the record counts; if so the chain now ends with it. To be asked in offset order. */
    public boolean accepts(long offset, long previous) {
        if (previous != last || offset <= last) {
            return false;
        }
        last = offset;
        return true;
    }

    /** Offset of the last record that counted. */
    public long last() {
        return last;
    }
}
