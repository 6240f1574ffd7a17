/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import java.io.IOException;

/** Port. Where a chunk writer puts the bytes of its pages, and what it knows of them in the end. */
interface ChunkSink {

    /** Where in the file the next byte goes. */
    long position();

    void write(byte[] bytes, int offset, int length) throws IOException;

    /** The chunk is complete. */
    void ended(WrittenChunk chunk, long rows);
}
