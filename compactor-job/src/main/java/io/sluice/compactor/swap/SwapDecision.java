/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import io.sluice.compactor.swap.SwapStep.Kind;
import io.sluice.table.FileEntry;
import java.util.List;
import java.util.Optional;

/**
 * The next step of a replacement, from what its journal says and what there is. Forward as long as all is as planned,
 * back as soon as it is not, and past the commit point always forward.
 */
public final class SwapDecision {

    private final SwapState state;
    private final Reality reality;
    private final Optional<String> objection;
    private final ParkedSources parked;

    private SwapDecision(SwapState state, Reality reality, Optional<String> objection, ParkedSources parked) {
        this.state = state;
        this.reality = reality;
        this.objection = objection;
        this.parked = parked;
    }

    /**
     * Decides.
     *
     * @param objection why this must not be committed though all is as planned: the file system refused, or it was found
     *     half done; empty if nothing speaks against it
     * @param parked what the user wants of sources that are left without their merged file
     */
    public static SwapStep next(SwapState state, Reality reality, Optional<String> objection, ParkedSources parked) {
        return new SwapDecision(state, reality, objection, parked).next();
    }

    private SwapStep next() {
        return switch (state.stage()) {
            case PLANNED -> back(objection.orElse("not written to its end"));
            case WRITTEN ->
                switch (state.intent().mode()) {
                    case CONCAT -> concat();
                    case EXCHANGE -> exchange();
                    case RENAME -> rename();
                };
            case COMMITTED -> clean();
            case CLEANED, ABANDONED -> new SwapStep(Kind.NONE, "over");
        };
    }

    private SwapStep concat() {
        Optional<FileEntry> visible = reality.visible();
        if (visible.isPresent() && visible.get().bytes() == state.committedBytes()) {
            return reality.nonePresent() && reality.tail().isEmpty()
                    ? new SwapStep(Kind.RECORD_COMMIT, "the concat has happened")
                    : quarantine("the merged file is whole, and sources of it are still there");
        }
        if (visible.isPresent() && visible.get().bytes() != state.frontBytes()) {
            return quarantine("the merged file has " + visible.get().bytes() + " bytes, neither " + state.frontBytes()
                    + " (empty) nor " + state.committedBytes() + " (committed)");
        }
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return back(obstacle.get());
        }
        if (visible.isPresent()) {
            // Readers may have listed it, however long ago, and would read its rows beside those of the sources.
            return back("found revealed and not committed");
        }
        return new SwapStep(Kind.COMMIT_BY_CONCAT, "written and verified, all is in place");
    }

    private Optional<String> obstacle() {
        if (objection.isPresent()) {
            return objection;
        }
        if (reality.tail().filter(t -> t.bytes() == state.tailBytes()).isEmpty()) {
            return Optional.of("the tail is gone or has another length");
        }
        if (reality.visible().isEmpty()
                && reality.front().filter(f -> f.bytes() == state.frontBytes()).isEmpty()) {
            return Optional.of("the front is gone or has another length");
        }
        return reality.allInPlace() ? Optional.empty() : Optional.of("a source is gone or was replaced");
    }

    private SwapStep exchange() {
        Optional<FileEntry> visible = reality.visible();
        if (visible.isPresent()) {
            return visible.get().bytes() == state.frontBytes() && reality.nonePresent()
                    ? new SwapStep(Kind.RECORD_COMMIT, "the exchange has happened")
                    : quarantine("the merged file is visible beside its sources, or has another length");
        }
        Optional<String> obstacle = objection
                .or(() -> frontObstacle())
                .or(() -> reality.allInPlace() ? Optional.empty() : Optional.of("a source is gone or was replaced"));
        return obstacle.isPresent()
                ? back(obstacle.get())
                : new SwapStep(Kind.COMMIT_BY_EXCHANGE, "written and verified, all is in place");
    }

    private Optional<String> frontObstacle() {
        return reality.front().filter(f -> f.bytes() == state.frontBytes()).isPresent()
                ? Optional.empty()
                : Optional.of("the front is gone or has another length");
    }

    private SwapStep rename() {
        Optional<FileEntry> visible = reality.visible();
        if (visible.isPresent()) {
            if (visible.get().bytes() != state.frontBytes()
                    || !reality.unparked().isEmpty()) {
                return quarantine("the merged file is visible beside its sources, or has another length");
            }
            // A local rename is a link and an unlink: it can have happened by half.
            return reality.front().isPresent()
                    ? new SwapStep(Kind.COMMIT_BY_RENAME, "half done")
                    : new SwapStep(Kind.RECORD_COMMIT, "the rename has happened");
        }
        Optional<String> obstacle = objection
                .or(() -> reality.lost().map(s -> s.path() + " is gone or was replaced"))
                .or(() -> frontObstacle());
        if (obstacle.isPresent()) {
            return reality.parked().isEmpty() ? back(obstacle.get()) : new SwapStep(Kind.UNPARK, obstacle.get());
        }
        return reality.unparked().isEmpty()
                ? new SwapStep(Kind.COMMIT_BY_RENAME, "all sources are hidden")
                : new SwapStep(Kind.PARK, "written and verified");
    }

    private SwapStep clean() {
        Optional<FileEntry> visible = reality.visible();
        boolean whole = visible.filter(v -> v.bytes() == state.committedBytes()).isPresent();
        if (whole || reality.parked().isEmpty()) {
            return new SwapStep(Kind.CLEAN, "committed");
        }
        if (visible.isPresent()) {
            return quarantine("the merged file has " + visible.get().bytes() + " bytes instead of "
                    + state.committedBytes() + ", and sources of it are still parked");
        }
        return switch (parked) {
            case KEEP -> new SwapStep(Kind.KEEP_PARKED, orphans());
            case RESTORE -> new SwapStep(Kind.UNPARK, "the merged file was deleted, its sources are wanted back");
            case DROP -> new SwapStep(Kind.CLEAN, "the merged file was deleted, and its sources are not wanted");
        };
    }

    private String orphans() {
        SwapIntent intent = state.intent();
        List<Integer> left = reality.parked();
        long rows = left.stream().mapToLong(i -> intent.sources().get(i).rows()).sum();
        return intent.visible() + " was deleted after it had taken the place of "
                + intent.sources().size() + " files, of which " + left.size() + ", with " + rows
                + " rows, are still there under hidden names, from " + intent.parked(left.get(0)) + " to "
                + intent.parked(left.get(left.size() - 1))
                + ": '--clean --parked restore' gives them their names back, "
                + "'--clean --parked drop' deletes them";
    }

    private SwapStep back(String reason) {
        return new SwapStep(reality.tail().isPresent() ? Kind.DROP_TAIL : Kind.DROP_FRONT, reason);
    }

    private SwapStep quarantine(String reason) {
        return new SwapStep(Kind.QUARANTINE, reason);
    }
}
