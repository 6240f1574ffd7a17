/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a segment that gets no more of them; they stay readable until closed, whatever becomes of the file. */
public final class SegmentBytes implements AutoCloseable {
    private final OpenFile file;
    private final String name;
    private final long sizeInBytes;

    /** Takes over the caller's hold of {@code file}. */
    SegmentBytes(OpenFile file, String name, long sizeInBytes) {
        this.file = file;
        this.name = name;
        this.sizeInBytes = sizeInBytes;
    }

    public long sizeInBytes() {
        return sizeInBytes;
    }

    /** Fills {@code into} from {@code position}, as far as the segment goes; flipped. */
    public ByteBuffer read(ByteBuffer into, long position) throws IOException {
        into.limit((int) Math.min(into.capacity(), into.position() + sizeInBytes - position));
        int wanted = into.limit();
        file.read(into, position);
        if (into.limit() < wanted) {
            throw new IOException(name + " was cut short: it should have " + sizeInBytes + " bytes");
        }
        return into;
    }

    /** The file, for messages. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        file.release();
    }
}
