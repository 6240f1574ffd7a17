/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.roll.RollReason;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.sink.OffsetChain;
import io.sluice.connector.sink.State;
import io.sluice.table.CommitManifest;
import io.sluice.table.CommitManifest.CommittedFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What a task shows of one topic-partition, from when it is opened until it is closed. Written by the task's thread, read
 * by any.
 */
final class PartitionMetrics implements AutoCloseable {

    private static final long NONE = -1;

    /** Where numbers are shown. */
    interface Board {
        /** {@code value} may be asked at any time, by any thread, until the answer is run. */
        Runnable show(String name, String description, Map<String, String> tags, LongSupplier value);
    }

    private final LongSupplier clockMs;
    private final List<Runnable> shown = new ArrayList<>();
    private final Map<RollReason, AtomicLong> rolls = new EnumMap<>(RollReason.class);
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong fencings = new AtomicLong();
    private volatile long committedOffset = NONE;
    private volatile long uncommittedRecords;
    private volatile long stagedBytes;
    private volatile long oldestMs = NONE;

    PartitionMetrics(Board board, String topic, int partition, LongSupplier clockMs) {
        this.clockMs = clockMs;
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("topic", topic);
        tags.put("partition", Integer.toString(partition));
        for (Shown each : Shown.values()) {
            shown.add(board.show(each.label, each.description, tags, () -> value(each)));
        }
        for (RollReason reason : RollReason.values()) {
            AtomicLong count = new AtomicLong();
            rolls.put(reason, count);
            shown.add(board.show(rolled(reason), "Batches that became files: " + why(reason) + ".", tags, count::get));
        }
    }

    /** The metrics beside those of {@link RollReason}, for the documentation too. */
    enum Shown {
        COMMITTED_OFFSET("committed-offset", "The offset below which all is in the table; -1 if nothing is known yet."),
        UNCOMMITTED_RECORDS("uncommitted-records", "Records that have come and are not in the table yet."),
        STAGED_BYTES("staged-bytes", "Bytes of the staging that is being filled."),
        OLDEST_AGE(
                "oldest-uncommitted-age-ms",
                "How long ago the oldest record came that is not in the table yet; 0 if all are."),
        FILES("files-committed-total", "Files that were committed."),
        BYTES("bytes-committed-total", "Bytes of these files."),
        RECORDS("records-committed-total", "Records in these files."),
        FAILURES("file-system-errors-total", "Steps that failed on the file system, and were or will be done again."),
        FENCINGS("fenced-total", "Times that another task had taken the partition over.");

        final String label;
        final String description;

        Shown(String label, String description) {
            this.label = label;
            this.description = description;
        }
    }

    /** The name of the counter of a reason. */
    static String rolled(RollReason reason) {
        return "rolls-by-" + reason.name().toLowerCase(java.util.Locale.ROOT) + "-total";
    }

    static String why(RollReason reason) {
        return switch (reason) {
            case RECORDS -> "flush.size records were staged";
            case BYTES -> "flush.file.size bytes were staged";
            case AGE -> "the first record was rotate.interval.ms old";
            case SCHEDULE -> "rotate.schedule.interval.ms came round";
            case SCHEMAS -> "the table's schema had grown often";
        };
    }

    private long value(Shown metric) {
        return switch (metric) {
            case COMMITTED_OFFSET -> committedOffset;
            case UNCOMMITTED_RECORDS -> uncommittedRecords;
            case STAGED_BYTES -> stagedBytes;
            case OLDEST_AGE -> oldestMs == NONE ? 0 : Math.max(0, clockMs.getAsLong() - oldestMs);
            case FILES -> files.get();
            case BYTES -> bytes.get();
            case RECORDS -> records.get();
            case FAILURES -> failures.get();
            case FENCINGS -> fencings.get();
        };
    }

    /** Looks at where the partition is now. */
    void look(State state, long staged) {
        stagedBytes = staged;
        if (state instanceof State.Active active) {
            List<Batch> waiting = new ArrayList<>(active.sealed());
            if (active.open() != null) {
                waiting.add(active.open());
            }
            uncommittedRecords = waiting.stream().mapToLong(Batch::rows).sum();
            oldestMs = waiting.isEmpty() ? NONE : waiting.get(0).openedAtMs();
            long previous = active.cursor().previous();
            committedOffset = waiting.isEmpty()
                    ? (previous == OffsetChain.NONE ? NONE : previous + 1)
                    : waiting.get(0).startOffset();
        }
    }

    void sealed(RollReason reason) {
        AtomicLong count = rolls.get(reason);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    void committed(CommitManifest manifest) {
        files.addAndGet(manifest.files().size());
        bytes.addAndGet(
                manifest.files().stream().mapToLong(CommittedFile::bytes).sum());
        records.addAndGet(manifest.rows());
        committedOffset = manifest.nextOffset();
    }

    void failed(boolean fenced) {
        (fenced ? fencings : failures).incrementAndGet();
    }

    @Override
    public void close() {
        shown.forEach(Runnable::run);
        shown.clear();
    }
}
