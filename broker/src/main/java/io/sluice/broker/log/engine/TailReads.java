/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.tail.ChunkPool.Space;
import java.util.ArrayList;
import java.util.List;

/** Reads of the tail: finds the batches and holds on to their memory; the bytes stay where they are. */
final class TailReads {
    private TailReads() {}

    /** Whole batches from the one that holds {@code offset}, below {@code limit}; each space is retained. */
    static List<Space> collect(Tail tail, long offset, long limit, int maxBytes, boolean minOneBatch) {
        List<Space> found = new ArrayList<>();
        int bytes = 0;
        for (int i = Math.max(0, tail.indexOf(offset)); i < tail.size(); i++) {
            LogEntry entry = tail.get(i);
            int position = entry.payloadPosition();
            for (BatchInfo batch : entry.batches()) {
                if (batch.lastOffset() >= offset) {
                    boolean fits = bytes + batch.sizeInBytes() <= maxBytes;
                    if (batch.lastOffset() >= limit || !(fits || (minOneBatch && found.isEmpty()))) {
                        return found;
                    }
                    entry.held().chunk().retain();
                    found.add(new Space(entry.held().chunk(), position, batch.sizeInBytes()));
                    bytes += batch.sizeInBytes();
                }
                position += batch.sizeInBytes();
            }
        }
        return found;
    }
}
