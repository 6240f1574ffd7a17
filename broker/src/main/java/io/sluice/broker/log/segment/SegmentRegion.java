/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.netty.channel.DefaultFileRegion;

/** A range of a segment for {@code sendfile}; lets go of the shared file when released, instead of closing it. */
final class SegmentRegion extends DefaultFileRegion {
    private final OpenFile file;

    /** Takes over the caller's hold of {@code file}. */
    SegmentRegion(OpenFile file, long position, long count) {
        super(file.channel(), position, count);
        this.file = file;
    }

    @Override
    protected void deallocate() {
        file.release();
    }
}
