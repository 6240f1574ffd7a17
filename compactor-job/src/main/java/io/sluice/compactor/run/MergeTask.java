/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.MergedRowGroups;
import io.sluice.compactor.merge.Stitch;
import io.sluice.compactor.merge.output.TailWriter;
import io.sluice.compactor.merge.rows.RowMerge;
import io.sluice.compactor.merge.rows.RowsVerifier;
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
     * @param removedRows of the inputs that are not in it: duplicates
     */
    public record Merged(Written written, long rows, long rowBytes, int rowGroups, long removedRows) {}

    /**
     * Heap that the merge takes, an estimate from above: the inputs of one row group, as they are on disk; as much again
     * for a chunk of the output and for opened pages; and what footers and buffers take. Where rows are sorted, a row
     * group of an input twice, what the sort may take, and a row group of the output.
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
        if (spec.method() == MergeMethod.REWRITE) {
            return FIXED_BYTES
                    + 2 * largest
                    + spec.options().rewrite().space().memoryBytes()
                    + Math.min(2 * all, spec.rowGroupBytes());
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
        return spec.method() == MergeMethod.REWRITE ? rewrite(store, progress) : splice(store, progress);
    }

    private Merged rewrite(FileStore store, ColumnarMerge.Progress progress) throws IOException {
        RowMerge.Result result;
        Written written;
        try (DurableOutput front = store.create(intent.front(), blockBytes(store))) {
            result = RowMerge.run(store, spec, front, progress);
            written = finish(front, result.merged(), store);
        }
        MergeVerifier.verify(store, committedParts(), spec, result.merged());
        RowsVerifier.verify(store, committedParts(), spec, result);
        return new Merged(
                written,
                result.merged().rows(),
                result.merged().rowGroupsEnd(),
                result.merged().footer().rowGroups(),
                result.removedRows());
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
                merged.footer().rowGroups(),
                0);
    }

    private Merged splice(FileStore store, ColumnarMerge.Progress progress) throws IOException {
        MergedRowGroups merged;
        Written written;
        try (DurableOutput front = store.create(intent.front(), blockBytes(store))) {
            merged = ColumnarMerge.run(store, spec, front, progress);
            written = finish(front, merged, store);
        }
        MergeVerifier.verify(store, committedParts(), spec, merged);
        return new Merged(
                written, merged.rows(), merged.rowGroupsEnd(), merged.footer().rowGroups(), 0);
    }

    /** Ends the front, and writes the tail where there is one; all is on disk then. */
    private Written finish(DurableOutput front, MergedRowGroups merged, FileStore store) throws IOException {
        boolean concat = intent.mode() == SwapMode.CONCAT;
        front.write(concat ? merged.footer().withoutRows() : merged.footer().inPlace());
        front.syncToDisk();
        return new Written(front.position(), concat ? writeTail(store, merged, front.position()) : 0);
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
