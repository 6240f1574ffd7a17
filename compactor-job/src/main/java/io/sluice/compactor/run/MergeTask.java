/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.MergedRowGroups;
import io.sluice.compactor.merge.Stitch;
import io.sluice.compactor.merge.output.TailWriter;
import io.sluice.compactor.merge.verify.MergeVerifier;
import io.sluice.compactor.swap.SwapEvent.Written;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One merge: everything of a replacement up to the point where readers can notice. Nothing depends on where it runs.
 *
 * @param intent names of the hidden files to write
 */
public record MergeTask(SwapIntent intent, MergeSpec spec) {

    private static final long FIXED_BYTES = 32L << 20;

    /**
     * What was written.
     *
     * @param rowBytes length of the merged row groups, without footers
     */
    public record Merged(Written written, long rows, long rowBytes, int rowGroups) {}

    /**
     * Heap that the merge takes, an estimate from above: the inputs of one row group, as they are on disk; as much again
     * for a chunk of the output and for opened pages; and what footers and buffers take.
     */
    long memoryBytes() {
        long largest = 0;
        long all = 0;
        for (MergeInput input : spec.inputs()) {
            for (long bytes : input.rowGroupBytes()) {
                largest = Math.max(largest, bytes);
                all += bytes;
            }
        }
        return FIXED_BYTES + 2 * Math.min(all, Math.max(largest, spec.rowGroupBytes()));
    }

    /** Merges, writes front and tail, and reads them back as readers will. All is on disk when it returns. */
    public Merged execute(FileStore store, ColumnarMerge.Progress progress) throws IOException {
        try (ConvertedInputs converted = new ConvertedInputs(store, intent)) {
            return new MergeTask(intent, converted.of(spec)).merge(store, progress);
        }
    }

    private Merged merge(FileStore store, ColumnarMerge.Progress progress) throws IOException {
        if (spec.method() == MergeMethod.STITCH && intent.mode() == SwapMode.CONCAT) {
            Optional<Stitch> stitch = Stitch.prepare(store, spec);
            if (stitch.isPresent()) {
                return stitch(stitch.get(), store, progress);
            }
        }
        return splice(store, progress);
    }

    private Merged stitch(Stitch stitch, FileStore store, ColumnarMerge.Progress progress) throws IOException {
        byte[] empty = TailWriter.emptyFile(spec.schema(), spec.keyValues());
        try (DurableOutput front = store.create(intent.front(), blockBytes(store))) {
            front.write(empty);
            front.syncToDisk();
        }
        MergedRowGroups merged;
        long tailBytes;
        try (DurableOutput tail = store.create(intent.tail())) {
            merged = stitch.write(tail, empty.length);
            tail.syncToDisk();
            tailBytes = tail.position();
        }
        MergeVerifier.verify(store, committedParts(), spec, merged);
        progress.merged(spec.inputs().stream()
                .flatMap(i -> i.rowGroupBytes().stream())
                .mapToLong(Long::longValue)
                .sum());
        return new Merged(
                new Written(empty.length, tailBytes),
                merged.rows(),
                intent.sourceBytes(),
                merged.footer().rowGroups());
    }

    private Merged splice(FileStore store, ColumnarMerge.Progress progress) throws IOException {
        MergedRowGroups merged;
        long frontBytes;
        try (DurableOutput front = store.create(intent.front(), blockBytes(store))) {
            merged = ColumnarMerge.run(store, spec, front, progress);
            front.write(
                    intent.mode() == SwapMode.CONCAT
                            ? merged.footer().withoutRows()
                            : merged.footer().inPlace());
            front.syncToDisk();
            frontBytes = front.position();
        }
        long tailBytes = intent.mode() == SwapMode.CONCAT ? writeTail(store, merged, frontBytes) : 0;
        MergeVerifier.verify(store, committedParts(), spec, merged);
        return new Merged(
                new Written(frontBytes, tailBytes),
                merged.rows(),
                merged.rowGroupsEnd(),
                merged.footer().rowGroups());
    }

    /** The longest of the sources' blocks: HDFS joins no file to one of shorter blocks. */
    private long blockBytes(FileStore store) throws IOException {
        long longest = 0;
        if (intent.mode() == SwapMode.CONCAT) {
            for (Source source : intent.sources()) {
                longest = Math.max(longest, store.blockBytes(source.path()));
            }
        }
        return longest;
    }

    private long writeTail(FileStore store, MergedRowGroups merged, long frontBytes) throws IOException {
        byte[] tail = merged.footer().movedTo(frontBytes + intent.sourceBytes());
        try (DurableOutput out = store.create(intent.tail())) {
            out.write(tail);
            out.syncToDisk();
        }
        return tail.length;
    }

    /** The files that make up the merged file once it is committed, in order. */
    private List<StorePath> committedParts() {
        List<StorePath> parts = new ArrayList<>();
        parts.add(intent.front());
        if (intent.mode() == SwapMode.CONCAT) {
            intent.sources().stream().map(Source::path).forEach(parts::add);
            parts.add(intent.tail());
        }
        return parts;
    }
}
