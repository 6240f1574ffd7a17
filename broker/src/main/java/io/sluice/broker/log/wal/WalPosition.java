/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

/** A place in the write-ahead log: a file, and a byte in it where a group may begin. */
public record WalPosition(long fileSequence, long position) implements Comparable<WalPosition> {
    /** Before everything. */
    public static final WalPosition START = new WalPosition(0, 0);

    @Override
    public int compareTo(WalPosition other) {
        int byFile = Long.compare(fileSequence, other.fileSequence);
        return byFile != 0 ? byFile : Long.compare(position, other.position);
    }
}
