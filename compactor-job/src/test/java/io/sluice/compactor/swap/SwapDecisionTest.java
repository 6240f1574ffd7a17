/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sluice.compactor.swap.SwapEvent.Abandoned;
import io.sluice.compactor.swap.SwapEvent.Cleaned;
import io.sluice.compactor.swap.SwapEvent.Committed;
import io.sluice.compactor.swap.SwapEvent.Written;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapStep.Kind;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwapDecisionTest {

    private static final StorePath DIR = new StorePath("/t/dt=1");
    private static final long FRONT = 1_000;
    private static final long TAIL = 50;

    private static SwapIntent intent(SwapMode mode) {
        return new SwapIntent(
                7,
                mode,
                DIR,
                DIR.child("t+merged+7.parquet"),
                List.of(
                        new Source(DIR.child("a.parquet"), 100, 11, 10),
                        new Source(DIR.child("b.parquet"), 200, 12, 20)));
    }

    private static SwapState written(SwapMode mode) {
        return SwapState.planned(intent(mode)).apply(new Written(FRONT, mode == SwapMode.CONCAT ? TAIL : 0));
    }

    /** What there is, built up name by name. */
    private static final class Seen {
        private final SwapIntent intent;
        private final List<FileEntry> entries = new ArrayList<>();

        Seen(SwapMode mode) {
            this.intent = intent(mode);
        }

        private Seen with(StorePath path, long bytes, long fileId) {
            entries.add(new FileEntry(path, false, bytes, 0, fileId));
            return this;
        }

        Seen sources() {
            intent.sources().forEach(s -> with(s.path(), s.bytes(), s.fileId()));
            return this;
        }

        Seen front() {
            return with(intent.front(), FRONT, 21);
        }

        Seen tail() {
            return with(intent.tail(), TAIL, 22);
        }

        Seen visible(long bytes) {
            return with(intent.visible(), bytes, 21);
        }

        Seen parked(int source) {
            Source s = intent.sources().get(source);
            return with(intent.parked(source), s.bytes(), s.fileId());
        }

        Kind next(SwapState state) {
            return next(state, Optional.empty());
        }

        Kind next(SwapState state, Optional<String> objection) {
            return SwapDecision.next(state, Reality.of(intent, entries), objection, ParkedSources.KEEP)
                    .kind();
        }

        SwapStep next(SwapState state, ParkedSources parked) {
            return SwapDecision.next(state, Reality.of(intent, entries), Optional.empty(), parked);
        }
    }

    private static Seen concat() {
        return new Seen(SwapMode.CONCAT);
    }

    private static Seen exchange() {
        return new Seen(SwapMode.EXCHANGE);
    }

    private static Seen rename() {
        return new Seen(SwapMode.RENAME);
    }

    @Test
    void concatGoesForwardStepByStep() {
        SwapState state = written(SwapMode.CONCAT);

        assertThat(concat().sources().front().tail().next(state)).isEqualTo(Kind.COMMIT_BY_CONCAT);
        assertThat(concat().visible(FRONT + 300 + TAIL).next(state)).isEqualTo(Kind.RECORD_COMMIT);
        state = state.apply(new Committed());
        assertThat(concat().visible(FRONT + 300 + TAIL).next(state)).isEqualTo(Kind.CLEAN);
        state = state.apply(new Cleaned());
        assertThat(concat().visible(FRONT + 300 + TAIL).next(state)).isEqualTo(Kind.NONE);
    }

    @Test
    void concatThatWasRevealedAndNotCommittedIsTakenBack() {
        SwapState state = written(SwapMode.CONCAT);

        assertThat(concat().sources().tail().visible(FRONT).next(state))
                .as("readers may have listed it, however long ago")
                .isEqualTo(Kind.DROP_TAIL);
        assertThat(concat().sources().visible(FRONT).next(state)).isEqualTo(Kind.DROP_FRONT);
    }

    @Test
    void concatGoesOnWhereTheJournalIsBehind() {
        SwapState state = written(SwapMode.CONCAT);

        assertThat(concat().visible(FRONT + 300 + TAIL).next(state)).isEqualTo(Kind.RECORD_COMMIT);
    }

    @Test
    void whatIsNotWrittenToItsEndGoes() {
        SwapState state = SwapState.planned(intent(SwapMode.CONCAT));

        assertThat(concat().sources().front().tail().next(state)).isEqualTo(Kind.DROP_TAIL);
        assertThat(concat().sources().front().next(state)).isEqualTo(Kind.DROP_FRONT);
        assertThat(concat().sources().next(state)).isEqualTo(Kind.DROP_FRONT);
    }

    @Test
    void concatIsTakenBackWhenASourceIsGoneOrAnotherFile() {
        SwapState state = written(SwapMode.CONCAT);
        StorePath a = DIR.child("a.parquet");
        StorePath b = DIR.child("b.parquet");

        assertThat(concat().with(a, 100, 11).front().tail().next(state)).isEqualTo(Kind.DROP_TAIL);
        assertThat(concat().with(a, 100, 99)
                        .with(b, 200, 12)
                        .tail()
                        .visible(FRONT)
                        .next(state))
                .isEqualTo(Kind.DROP_TAIL);
        assertThat(concat().with(a, 100, 99).with(b, 200, 12).visible(FRONT).next(state))
                .isEqualTo(Kind.DROP_FRONT);
    }

    @Test
    void aRefusalIsTakenBackUnlessTheCommitHasHappened() {
        SwapState state = written(SwapMode.CONCAT);
        Optional<String> refused = Optional.of("refused");

        assertThat(concat().sources().tail().visible(FRONT).next(state, refused))
                .isEqualTo(Kind.DROP_TAIL);
        assertThat(concat().visible(FRONT + 300 + TAIL).next(state, refused)).isEqualTo(Kind.RECORD_COMMIT);
    }

    @Test
    void whatCannotBeExplainedIsLeftAlone() {
        SwapState state = written(SwapMode.CONCAT);

        assertThat(concat().sources().tail().visible(FRONT + 1).next(state)).isEqualTo(Kind.QUARANTINE);
        assertThat(concat().sources().visible(FRONT + 300 + TAIL).next(state)).isEqualTo(Kind.QUARANTINE);
        assertThat(rename().sources().visible(FRONT).next(written(SwapMode.RENAME)))
                .isEqualTo(Kind.QUARANTINE);
    }

    @Test
    void renameHidesAllSourcesBeforeItShowsTheMergedFile() {
        SwapState state = written(SwapMode.RENAME);

        assertThat(rename().sources().front().next(state)).isEqualTo(Kind.PARK);
        assertThat(rename().with(DIR.child("b.parquet"), 200, 12)
                        .parked(0)
                        .front()
                        .next(state))
                .isEqualTo(Kind.PARK);
        assertThat(rename().parked(0).parked(1).front().next(state)).isEqualTo(Kind.COMMIT_BY_RENAME);
        assertThat(rename().parked(0).parked(1).visible(FRONT).next(state)).isEqualTo(Kind.RECORD_COMMIT);
        assertThat(rename().parked(0).parked(1).visible(FRONT).next(state.apply(new Committed())))
                .isEqualTo(Kind.CLEAN);
    }

    @Test
    void aRenameThatHappenedByHalfIsDoneAgain() {
        SwapState state = written(SwapMode.RENAME);

        assertThat(rename().sources().parked(0).front().next(state)).isEqualTo(Kind.PARK);
        assertThat(rename().parked(0).parked(1).front().visible(FRONT).next(state))
                .isEqualTo(Kind.COMMIT_BY_RENAME);
    }

    @Test
    void parkedSourcesComeBackWhenOneIsLost() {
        SwapState state = written(SwapMode.RENAME);

        assertThat(rename().parked(1).front().next(state)).isEqualTo(Kind.UNPARK);
        assertThat(rename().with(DIR.child("b.parquet"), 200, 12).front().next(state))
                .isEqualTo(Kind.DROP_FRONT);
    }

    @Test
    void sourcesWhoseMergedFileWasDeletedWaitForAWord() {
        SwapState state = written(SwapMode.RENAME).apply(new Committed());

        SwapStep kept = rename().parked(1).next(state, ParkedSources.KEEP);
        assertThat(kept.kind()).isEqualTo(Kind.KEEP_PARKED);
        assertThat(kept.reason())
                .contains("t+merged+7.parquet was deleted")
                .contains("2 files, of which 1, with 20 rows")
                .contains(intent(SwapMode.RENAME).parked(1).value())
                .contains("--parked restore")
                .contains("--parked drop");
        assertThat(rename().parked(1).next(state, ParkedSources.RESTORE).kind()).isEqualTo(Kind.UNPARK);
        assertThat(rename().sources().next(state, ParkedSources.RESTORE).kind()).isEqualTo(Kind.CLEAN);
        assertThat(rename().parked(1).next(state, ParkedSources.DROP).kind()).isEqualTo(Kind.CLEAN);
    }

    @Test
    void aWordIsNotAskedForWhatIsNotGone() {
        SwapState state = written(SwapMode.RENAME).apply(new Committed());

        assertThat(rename().parked(1)
                        .visible(FRONT)
                        .next(state, ParkedSources.RESTORE)
                        .kind())
                .isEqualTo(Kind.CLEAN);
        for (ParkedSources parked : ParkedSources.values()) {
            assertThat(rename().parked(1).visible(FRONT - 1).next(state, parked).kind())
                    .isEqualTo(Kind.QUARANTINE);
        }
    }

    @Test
    void anExchangeIsOneStep() {
        SwapState state = written(SwapMode.EXCHANGE);

        assertThat(exchange().sources().front().next(state)).isEqualTo(Kind.COMMIT_BY_EXCHANGE);
        assertThat(exchange().visible(FRONT).next(state)).isEqualTo(Kind.RECORD_COMMIT);
        assertThat(exchange().visible(FRONT).next(state.apply(new Committed()))).isEqualTo(Kind.CLEAN);
    }

    @Test
    void anExchangeIsTakenBackWhenSomethingIsAmiss() {
        SwapState state = written(SwapMode.EXCHANGE);

        assertThat(exchange().sources().next(state)).isEqualTo(Kind.DROP_FRONT);
        assertThat(exchange().with(DIR.child("a.parquet"), 100, 11).front().next(state))
                .isEqualTo(Kind.DROP_FRONT);
        assertThat(exchange().sources().front().next(state, Optional.of("refused")))
                .isEqualTo(Kind.DROP_FRONT);
        assertThat(exchange().visible(FRONT).next(state, Optional.of("refused")))
                .isEqualTo(Kind.RECORD_COMMIT);
        assertThat(exchange().sources().visible(FRONT).next(state)).isEqualTo(Kind.QUARANTINE);
    }

    @Test
    void eventsComeInOrder() {
        SwapState planned = SwapState.planned(intent(SwapMode.CONCAT));

        assertThatIllegalStateException()
                .isThrownBy(() -> planned.apply(new Committed()))
                .withMessageContaining("after PLANNED in merge 7");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> written(SwapMode.CONCAT).apply(new Committed()).apply(new Abandoned("too late")));
        assertThat(planned.apply(new Abandoned("why")).stage()).isEqualTo(SwapStage.ABANDONED);
    }
}
