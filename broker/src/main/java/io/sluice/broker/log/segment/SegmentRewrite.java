/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.SegmentSummary;
import java.io.IOException;
import java.util.List;

/**
 * A segment that is being written to take the place of others: in files that nobody looks at until {@link
 * SegmentedLog#replace}. It ends with that or with {@link #discard}. For one thread at a time.
 */
public final class SegmentRewrite {
    private final PartitionDirectory directory;
    private final Segment segment;
    private final List<SegmentSummary> replaced;
    private final long id;
    private final int indexIntervalBytes;
    private final int relocations;

    SegmentRewrite(
            PartitionDirectory directory,
            Segment segment,
            List<SegmentSummary> replaced,
            long id,
            int indexIntervalBytes,
            int relocations) {
        this.directory = directory;
        this.segment = segment;
        this.replaced = replaced;
        this.id = id;
        this.indexIntervalBytes = indexIntervalBytes;
        this.relocations = relocations;
    }

    /** Adds batches; their offsets rise, with gaps. */
    public void append(SegmentAppend batches) throws IOException {
        segment.append(List.of(batches), indexIntervalBytes);
    }

    public long sizeInBytes() {
        return segment.summary().sizeInBytes();
    }

    /** Completes the files and makes them durable, with their names: they must be there once they are on record. */
    public void finish() throws IOException {
        segment.coverTo(replaced.get(replaced.size() - 1).endOffset());
        segment.seal();
        segment.force();
        directory.force();
    }

    /** Deletes the files. */
    public void discard() throws IOException {
        segment.delete();
    }

    public List<SegmentSummary> replaced() {
        return replaced;
    }

    /** Which names its files have until they are in place. */
    public long id() {
        return id;
    }

    /** What a checkpoint has to know of it, once finished. */
    public SegmentState state() {
        return segment.state();
    }

    /** How often the log had been moved when this began. */
    int relocations() {
        return relocations;
    }

    Segment segment() {
        return segment;
    }
}
