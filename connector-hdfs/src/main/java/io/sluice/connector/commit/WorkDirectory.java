/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit;

import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The names in the work directory of a partition.
 *
 * <pre>
 * {epoch}/                        what the owner of the partition works on
 *     {number}-{schema}.avro      staging
 *     batch-{start}/              a batch being committed: mirrors the table
 *         manifest.json           until it is renamed into the commit chain
 *         dt=2026-11-22/hour=17/…parquet
 * {epoch}.fenced/                 the same of a former owner
 * .new-{random}/                  a directory being made, until it gets its name by a rename
 * </pre>
 *
 * <p>An epoch's directory is there as long as its owner owns the partition. A directory that is to appear in it is made
 * outside and renamed in, never made in place: {@code mkdirs} would bring the directory of a fenced epoch back.
 */
public final class WorkDirectory {

    private static final String FENCED = ".fenced";
    private static final String NEW = ".new-";
    private static final String STAGING = ".avro";

    private final TableLayout table;
    private final int partition;

    public WorkDirectory(TableLayout table, int partition) {
        this.table = table;
        this.partition = partition;
    }

    public StorePath path() {
        return table.work(partition);
    }

    public StorePath epoch(long epoch) {
        return table.work(partition, epoch);
    }

    public StorePath fenced(long epoch) {
        StorePath path = epoch(epoch);
        return path.parent().child(path.name() + FENCED);
    }

    /** A directory that has no name yet. */
    public StorePath unnamed(String random) {
        return path().child(NEW + random);
    }

    public StorePath batch(long epoch, long startOffset) {
        return epoch(epoch).child(String.format(Locale.ROOT, "batch-%019d", startOffset));
    }

    public static StorePath manifest(StorePath batch) {
        return batch.child("manifest.json");
    }

    /** The highest epoch ever claimed, as far as the directory tells. */
    public static OptionalLong newestEpoch(List<FileEntry> entries) {
        return entries.stream()
                .map(entry -> entry.path().name())
                .filter(name -> !name.startsWith(NEW))
                .mapToLong(WorkDirectory::epochOf)
                .max();
    }

    /** Epochs below a limit that can still be written to. */
    public static List<Long> unfenced(List<FileEntry> entries, long below) {
        return entries.stream()
                .map(entry -> entry.path().name())
                .filter(name -> !name.startsWith(NEW) && !name.endsWith(FENCED))
                .map(WorkDirectory::epochOf)
                .filter(epoch -> epoch < below)
                .toList();
    }

    /** Directories of former owners, oldest first. */
    public static List<StorePath> fenced(List<FileEntry> entries) {
        return entries.stream()
                .map(FileEntry::path)
                .filter(path -> path.name().endsWith(FENCED))
                .sorted(Comparator.comparing(StorePath::name))
                .toList();
    }

    /** Directories that never got a name. */
    public static List<StorePath> unnamed(List<FileEntry> entries) {
        return entries.stream()
                .map(FileEntry::path)
                .filter(path -> path.name().startsWith(NEW))
                .toList();
    }

    /** The staging files of an epoch, oldest first. */
    public static List<FileEntry> staging(List<FileEntry> entries) {
        return entries.stream()
                .filter(entry -> !entry.directory() && entry.path().name().endsWith(STAGING))
                .sorted(Comparator.comparing(FileEntry::path))
                .toList();
    }

    private static long epochOf(String name) {
        String digits = name.endsWith(FENCED) ? name.substring(0, name.length() - FENCED.length()) : name;
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "'" + name + "' in a work directory is none of the connector's: move it away", e);
        }
    }
}
