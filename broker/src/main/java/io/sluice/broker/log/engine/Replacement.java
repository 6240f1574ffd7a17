/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.SegmentState;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * On record: one segment took the place of all that begin in its range of offsets. Once it is, it has happened, even
 * if a crash came before the files had their names. Immutable.
 *
 * @param id rises with every one; the names of the new files carry it until they are in place
 * @param checkpoint the number of the last checkpoint that does not know of it
 * @param cleanedTo how far the log is clean with it
 */
record Replacement(long id, long checkpoint, Uuid topicId, int partition, long cleanedTo, SegmentState segment) {

    long baseOffset() {
        return segment.summary().baseOffset();
    }

    /**
     * A log as a checkpoint has it, after this. A checkpoint that does not know the segment yet is left as it is: the
     * write-ahead log then holds all the records again, to be cleaned another time.
     */
    LogSnapshot applyTo(LogSnapshot log) {
        if (!isIn(log)) {
            return log;
        }
        List<SegmentState> segments = new ArrayList<>();
        for (SegmentState before : log.segments()) {
            long base = before.summary().baseOffset();
            if (base == baseOffset()) {
                segments.add(segment);
            } else if (base < baseOffset() || base >= segment.summary().endOffset()) {
                segments.add(before);
            }
        }
        return log.withSegments(List.copyOf(segments), Math.max(log.cleanedTo(), cleanedTo));
    }

    boolean isIn(LogSnapshot log) {
        return log.partition().topicId().equals(topicId)
                && log.partition().partition() == partition
                && log.segments().stream().anyMatch(before -> before.summary().baseOffset() == baseOffset());
    }
}
