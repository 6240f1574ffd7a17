/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.Reality;
import io.sluice.compactor.swap.SwapDecision;
import io.sluice.compactor.swap.SwapEvent.Abandoned;
import io.sluice.compactor.swap.SwapEvent.Cleaned;
import io.sluice.compactor.swap.SwapEvent.Committed;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapStage;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.SwapStep;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a replacement to its end: look, decide, do one step, look again. A process that finds a replacement half done
 * does the same: there is no recovery besides this.
 *
 * <p>What a stale reader can see of a {@link SwapMode#CONCAT}: the merged file is there, without rows, from the rename
 * that reveals it to the concat, which is the next call. A reader that lists the directory in that time, reads all
 * sources before the concat, and opens the merged file after it at the length of then (as Spark's footer reader does,
 * which asks anew) reads the rows of these sources twice. One that keeps to the length it listed reads none of the file,
 * or fails; one that has a source still to open fails. A replacement that dies in between is never committed later: that
 * window is one call long, and not as long as nobody compacts.
 *
 * <p>One thread at a time, the one that holds the lease.
 */
public final class Swapper {

    private static final Logger log = LoggerFactory.getLogger(Swapper.class);

    private final FileStore store;
    private final SwapJournal journal;
    private final CompactionLease lease;
    private final PartitionSwitch partitions;
    private final SwapSurvey survey;

    public Swapper(FileStore store, TableLayout table, SwapJournal journal, CompactionLease lease) {
        this(store, journal, lease, new ExchangedDirectories(store, new RetiredDirectories(store, table)));
    }

    Swapper(FileStore store, SwapJournal journal, CompactionLease lease, PartitionSwitch partitions) {
        this.store = store;
        this.journal = journal;
        this.lease = lease;
        this.partitions = partitions;
        this.survey = new SwapSurvey(store);
    }

    /**
     * What speaks against {@link SwapMode#EXCHANGE} for the files of a directory; empty if nothing does.
     *
     * @param tried whether it may be tried, with hidden directories
     */
    public static Optional<String> exchangeObstacle(
            FileStore store, TableLayout table, StorePath directory, boolean tried) throws IOException {
        PartitionSwitch partitions = new ExchangedDirectories(store, new RetiredDirectories(store, table));
        Optional<String> obstacle = partitions.obstacle(directory);
        return obstacle.isPresent() || !tried ? obstacle : partitions.trial(directory);
    }

    /** How a replacement ended. */
    public sealed interface Outcome {

        SwapState state();

        /** The merged file has taken the place of the sources. */
        record Done(SwapState state) implements Outcome {}

        /** The table is as it was before. */
        record Failed(SwapState state, String reason) implements Outcome {}

        /** It was done, and the merged file is gone since: sources that are still parked stay so. */
        record Orphaned(SwapState state, String reason) implements Outcome {}

        /** Nobody can say; nothing was touched, and the next start looks again. */
        record Unknown(SwapState state, String reason) implements Outcome {}
    }

    /**
     * Goes on from where the journal and the file system are, to the end or back; whoever left it there, and however
     * long ago.
     */
    public Outcome finish(SwapState from) throws IOException {
        return finish(from, ParkedSources.KEEP);
    }

    /** The same, where the user has said what is to become of sources that are left without their merged file. */
    public Outcome finish(SwapState from, ParkedSources parked) throws IOException {
        return finish(from, Optional.empty(), parked);
    }

    /** Takes a replacement back that must not be committed; unless it has been already. */
    public Outcome abandon(SwapState from, String reason) throws IOException {
        return finish(from, Optional.of(reason), ParkedSources.KEEP);
    }

    private Outcome finish(SwapState from, Optional<String> reasonAgainst, ParkedSources parked) throws IOException {
        SwapState state = from;
        Optional<String> objection = reasonAgainst;
        while (true) {
            Reality reality = survey.look(state.intent());
            SwapStep step = SwapDecision.next(state, reality, objection, parked);
            log.debug("merge {}: {} ({})", state.intent().sequence(), step.kind(), step.reason());
            switch (step.kind()) {
                case NONE -> {
                    return state.stage() == SwapStage.CLEANED
                            ? new Outcome.Done(state)
                            : new Outcome.Failed(state, step.reason());
                }
                case KEEP_PARKED -> {
                    return new Outcome.Orphaned(state, step.reason());
                }
                case QUARANTINE -> {
                    return new Outcome.Unknown(state, step.reason());
                }
                case DROP_FRONT -> {
                    partitions.takeBack(state.intent());
                    store.delete(state.intent().front());
                    store.delete(state.intent().visible());
                    state = journal.append(state, new Abandoned(step.reason()));
                    return new Outcome.Failed(state, step.reason());
                }
                case COMMIT_BY_CONCAT, COMMIT_BY_EXCHANGE, COMMIT_BY_RENAME -> {
                    lease.requireHeld();
                    objection = commit(state.intent(), step);
                }
                default -> state = perform(state, step, reality);
            }
        }
    }

    /**
     * Tries to commit. Whether it worked is seen by looking again, whatever the call said.
     *
     * @return why it was refused; empty if it went through
     */
    private Optional<String> commit(SwapIntent intent, SwapStep step) {
        try {
            if (step.kind() == SwapStep.Kind.COMMIT_BY_CONCAT) {
                List<StorePath> sources = new ArrayList<>();
                intent.sources().forEach(s -> sources.add(s.path()));
                sources.add(intent.tail());
                store.rename(intent.front(), intent.visible());
                // ---- THE COMMIT POINT on HDFS: the sources' names go and the merged rows come to light, at once.
                store.concat(intent.visible(), sources);
            } else if (step.kind() == SwapStep.Kind.COMMIT_BY_EXCHANGE) {
                // ---- THE COMMIT POINT on a local disk of Linux is in here.
                partitions.commit(intent);
            } else {
                // ---- THE COMMIT POINT elsewhere: the sources are hidden, the merged file appears.
                store.rename(intent.front(), intent.visible());
            }
            return Optional.empty();
        } catch (IOException e) {
            log.warn("merge {}: the commit answered {}; looking whether it happened", intent.sequence(), e.toString());
            return Optional.of("the file system refused: " + e.getMessage());
        }
    }

    private SwapState perform(SwapState state, SwapStep step, Reality reality) throws IOException {
        SwapIntent intent = state.intent();
        switch (step.kind()) {
            case PARK -> {
                lease.requireHeld();
                store.renameAll(reality.unparked().stream()
                        .map(source ->
                                new FileStore.Move(intent.sources().get(source).path(), intent.parked(source)))
                        .toList());
                return state;
            }
            case UNPARK -> {
                for (int source : reality.parked()) {
                    unpark(intent.parked(source), intent.sources().get(source).path());
                }
                return state;
            }
            case DROP_TAIL -> {
                store.delete(intent.tail());
                return state;
            }
            case RECORD_COMMIT -> {
                return journal.append(state, new Committed());
            }
            case CLEAN -> {
                partitions.settle(intent);
                store.deleteAll(reality.parked().stream().map(intent::parked).toList());
                return journal.append(state, new Cleaned());
            }
            default -> throw new IllegalStateException(step.toString());
        }
    }

    private void unpark(StorePath parked, StorePath path) throws IOException {
        try {
            store.rename(parked, path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    parked + " cannot get its name back, for there is another " + path + " by now: move that one away",
                    e);
        }
    }
}
