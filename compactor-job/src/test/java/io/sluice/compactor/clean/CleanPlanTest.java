/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.swap.SwapEvent.Abandoned;
import io.sluice.compactor.swap.SwapEvent.Cleaned;
import io.sluice.compactor.swap.SwapEvent.Committed;
import io.sluice.compactor.swap.SwapEvent.Written;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanPlanTest {

    private static final StorePath DIR = new StorePath("/t");
    private static final long NOW = 1_000_000;

    private static SwapState planned(long sequence) {
        return SwapState.planned(new SwapIntent(
                sequence,
                SwapMode.RENAME,
                DIR,
                DIR.child("merged-" + sequence),
                List.of(new Source(DIR.child("a"), 1, 1, 1))));
    }

    private static SwapState cleaned(long sequence) {
        return planned(sequence).apply(new Written(1, 0)).apply(new Committed()).apply(new Cleaned());
    }

    private static FileEntry entry(StorePath path) {
        return new FileEntry(path, false, 1, 0, 1);
    }

    @Test
    void shouldDeleteWhatIsLeftOfReplacementsThatAreOver() {
        SwapState cleaned = cleaned(1);
        SwapState abandoned = planned(2).apply(new Abandoned("why"));
        SwapState underWay = planned(3);
        List<FileEntry> hidden = new ArrayList<>();
        for (SwapState state : List.of(cleaned, abandoned, underWay)) {
            hidden.add(entry(state.intent().front()));
            hidden.add(entry(state.intent().parked(0)));
        }
        hidden.add(entry(DIR.child(".someone-else")));
        hidden.add(entry(DIR.child("_SUCCESS")));

        CleanPlan plan = CleanPlan.of(hidden, List.of(cleaned, abandoned, underWay), NOW);

        assertThat(plan.files())
                .as("never a parked source of a replacement that was not committed")
                .containsExactly(
                        cleaned.intent().front(),
                        cleaned.intent().parked(0),
                        abandoned.intent().front());
    }

    @Test
    void shouldDeleteFrontsOfForgottenReplacements() {
        SwapState newest = cleaned(200);

        CleanPlan plan = CleanPlan.of(
                List.of(
                        entry(planned(5).intent().tail()),
                        entry(planned(5).intent().parked(0)),
                        entry(planned(201).intent().front())),
                List.of(newest),
                NOW);

        assertThat(plan.files()).containsExactly(planned(5).intent().tail());
    }

    @Test
    void shouldDeleteDirectoriesOfTrialsThatNobodyCanBeAt() {
        List<FileEntry> hidden = List.of(
                tried(".sluice-probe-1-dt=1", 0),
                tried(".sluice-probe-2-dt=1", NOW - 1_000),
                tried(".sluice-probe", 0),
                tried(".metadata", 0));

        assertThat(CleanPlan.of(hidden, List.of(), NOW).files()).containsExactly(DIR.child(".sluice-probe-1-dt=1"));
    }

    private static FileEntry tried(String name, long modifiedMs) {
        return new FileEntry(DIR.child(name), true, 0, modifiedMs, 1);
    }

    @Test
    void shouldForgetOldJournalsThatAreOver() {
        List<SwapState> journal = new ArrayList<>();
        journal.add(planned(1));
        for (long sequence = 2; sequence <= 103; sequence++) {
            journal.add(cleaned(sequence));
        }

        assertThat(CleanPlan.of(List.of(), journal, NOW).journals()).containsExactly(2L, 3L);
    }
}
