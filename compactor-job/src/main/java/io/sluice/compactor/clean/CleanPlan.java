/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.clean;

import io.sluice.compactor.swap.SwapStage;
import io.sluice.compactor.swap.SwapState;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may go: hidden files of replacements that are over, directories that something was tried on, and journals older
 * than the newest hundred. Never a parked source, unless its replacement has been committed: it may be the only copy.
 *
 * @param files hidden files and directories that nobody needs
 * @param journals sequences whose journal may be forgotten
 */
public record CleanPlan(List<StorePath> files, List<Long> journals) {

    private static final int KEPT_JOURNALS = 100;
    /** A trial takes as long as a few calls. */
    private static final long TRIAL_MS = 60_000;

    private static final Pattern TRIED = Pattern.compile("\\.sluice-probe-[12]-.+");
    private static final Pattern HIDDEN =
            Pattern.compile("\\.sluice-merge-(\\d{19})\\.(front|tail|reclaim|avro-\\d{5}|parked-\\d{5})");

    /**
     * Plans.
     *
     * @param hidden hidden files and directories beside the table's data
     * @param journal all replacements that the journal remembers
     */
    public static CleanPlan of(List<FileEntry> hidden, List<SwapState> journal, long nowMs) {
        Map<Long, SwapState> bySequence =
                journal.stream().collect(Collectors.toMap(s -> s.intent().sequence(), Function.identity()));
        long newest =
                journal.stream().mapToLong(s -> s.intent().sequence()).max().orElse(0);
        List<StorePath> files = hidden.stream()
                .filter(entry ->
                        entry.directory() ? isTried(entry, nowMs) : isLeftOver(entry.path(), bySequence, newest))
                .map(FileEntry::path)
                .toList();
        List<Long> over = journal.stream()
                .filter(s -> s.stage().isFinal())
                .map(s -> s.intent().sequence())
                .sorted()
                .toList();
        // The newest stays in any case: the next sequence is told from it.
        return new CleanPlan(files, over.subList(0, Math.max(0, over.size() - KEPT_JOURNALS)));
    }

    /** Whether a name is one that the compactor gives to hidden files. */
    public static boolean isOurs(StorePath path) {
        return HIDDEN.matcher(path.name()).matches();
    }

    private static boolean isTried(FileEntry directory, long nowMs) {
        return TRIED.matcher(directory.path().name()).matches() && nowMs - directory.modifiedMs() >= TRIAL_MS;
    }

    private static boolean isLeftOver(StorePath path, Map<Long, SwapState> bySequence, long newest) {
        Matcher name = HIDDEN.matcher(path.name());
        if (!name.matches()) {
            return false;
        }
        long sequence = Long.parseLong(name.group(1));
        SwapState state = bySequence.get(sequence);
        if (state == null) {
            // Its journal was forgotten, so it was over; a front or tail then is of no use to anyone.
            return sequence < newest && !name.group(2).startsWith("parked");
        }
        boolean parked = name.group(2).startsWith("parked");
        return state.stage() == SwapStage.CLEANED || (state.stage() == SwapStage.ABANDONED && !parked);
    }
}
