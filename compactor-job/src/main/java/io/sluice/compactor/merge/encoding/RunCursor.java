/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

/** Goes from run to run of the hybrid encoding, until it has been at so many values. */
final class RunCursor {

    private final byte[] bytes;
    private final int end;
    private final int bitWidth;
    private final int wanted;
    private int at;
    private int done;
    private boolean packed;
    private int start;
    private int length;

    RunCursor(byte[] bytes, int offset, int end, int bitWidth, int wanted) {
        this.bytes = bytes;
        this.at = offset;
        this.end = end;
        this.bitWidth = bitWidth;
        this.wanted = wanted;
    }

    /**
     * Goes to the next run.
     *
     * @return false if there have been as many values as wanted
     * @throws CorruptPageException if the bytes hold fewer
     */
    boolean next() {
        done += length;
        length = 0;
        if (done >= wanted) {
            return false;
        }
        int header = header();
        int width = bitWidth;
        packed = (header & 1) == 1;
        start = at;
        if (packed) {
            int groups = header >>> 1;
            length = (int) Math.min(wanted - done, (long) groups * RunLength.GROUP);
            // Some writers leave out the end of the last group.
            if (groups == 0 || at + ((long) length * width + 7) / Byte.SIZE > end) {
                throw new CorruptPageException(groups + " packed groups after " + done + " of " + wanted + " values");
            }
            at = (int) Math.min(end, at + (long) groups * width);
        } else {
            int run = header >>> 1;
            at += RunLength.bytesOf(width);
            if (run == 0 || at > end) {
                throw new CorruptPageException("a run of " + run + " after " + done + " of " + wanted + " values");
            }
            length = Math.min(wanted - done, run);
        }
        return true;
    }

    private int header() {
        int header = 0;
        int shift = 0;
        int next;
        do {
            if (at >= end || shift > Integer.SIZE) {
                throw new CorruptPageException("runs end after " + done + " of " + wanted + " values");
            }
            next = bytes[at++];
            header |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return header;
    }

    /** Values before this run. */
    int done() {
        return done;
    }

    /** Whether each value is there, from {@link #start} on, and not one for all. */
    boolean packed() {
        return packed;
    }

    /** Where its values are, or its value. */
    int start() {
        return start;
    }

    /** How many values it has, of those wanted. */
    int length() {
        return length;
    }

    /** What all values of a run are that is not packed. */
    int value() {
        return RunLength.littleEndian(bytes, start, RunLength.bytesOf(bitWidth));
    }

    /** Where the run ends. */
    int end() {
        return at;
    }
}
