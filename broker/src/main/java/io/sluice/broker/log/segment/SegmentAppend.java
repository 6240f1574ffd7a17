/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.BatchInfo;
import java.nio.ByteBuffer;
import java.util.List;

/** Batches on their way to a segment, with their headers; never empty. */
public record SegmentAppend(ByteBuffer bytes, List<BatchInfo> batches) {
    long baseOffset() {
        return batches.get(0).baseOffset();
    }

    /** Exclusive. */
    public long endOffset() {
        return lastOffset() + 1;
    }

    long lastOffset() {
        return batches.get(batches.size() - 1).lastOffset();
    }
}
