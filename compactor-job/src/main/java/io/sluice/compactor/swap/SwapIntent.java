/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import io.sluice.table.StorePath;
import java.util.List;
import java.util.Locale;

/**
 * What one replacement is to do; the first record of its journal.
 *
 * @param sequence of the merge, unique within the table, rising
 * @param directory that holds the sources, and will hold the merged file
 * @param visible the merged file; its name is used once, ever
 */
public record SwapIntent(long sequence, SwapMode mode, StorePath directory, StorePath visible, List<Source> sources) {

    /**
     * A file to be replaced, as it was when the merge was planned.
     *
     * @param fileId see {@link io.sluice.table.FileEntry}: a new file under the old name is another one
     */
    public record Source(StorePath path, long bytes, long fileId, long rows) {}

    public SwapIntent {
        sources = List.copyOf(sources);
        for (Source source : sources) {
            if (!source.path().parent().equals(directory)) {
                throw new IllegalArgumentException(source.path() + " is not in " + directory);
            }
        }
        if (sources.isEmpty() || !visible.parent().equals(directory)) {
            throw new IllegalArgumentException("nothing to replace, or elsewhere: " + sources + " by " + visible);
        }
    }

    /** The merged row groups with a footer; hidden until it is renamed to {@link #visible}. */
    public StorePath front() {
        return hidden("front");
    }

    /** Page indexes and the true footer, to be joined to the end of {@link #visible}. Only with {@link SwapMode#CONCAT}. */
    public StorePath tail() {
        return hidden("tail");
    }

    /** Where a source waits to be deleted. Only with {@link SwapMode#RENAME}. */
    public StorePath parked(int source) {
        return hidden(String.format(Locale.ROOT, "parked-%05d", source));
    }

    /**
     * Beside the directory: what is to take its place, and after the commit what was in its place. Only with {@link
     * SwapMode#EXCHANGE}.
     */
    public StorePath generation() {
        return hidden(directory.parent(), sequence, "generation");
    }

    private StorePath hidden(String part) {
        return hidden(directory, sequence, part);
    }

    /**
     * A name that no reader looks at, and that {@link io.sluice.compactor.clean.CleanPlan} knows. A leading dot: Spark
     * takes {@code _name=x} for a partition.
     */
    public static StorePath hidden(StorePath directory, long sequence, String part) {
        return directory.child(String.format(Locale.ROOT, ".sluice-merge-%019d.%s", sequence, part));
    }

    public long sourceBytes() {
        return sources.stream().mapToLong(Source::bytes).sum();
    }

    public long sourceRows() {
        return sources.stream().mapToLong(Source::rows).sum();
    }
}
