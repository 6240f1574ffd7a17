/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.RefusedFilesException;
import io.sluice.compactor.swap.ModeChoice;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.io.Swapper;
import io.sluice.table.ConcatCheck;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the file system what it has against replacing certain files, before anything is written. */
final class SwapChooser {

    private final FileStore store;
    private final TableLayout table;
    private final List<SwapMode> allowed;
    private final boolean mayTry;

    private SwapChooser(FileStore store, TableLayout table, List<SwapMode> allowed, boolean mayTry) {
        this.store = store;
        this.table = table;
        this.allowed = allowed;
        this.mayTry = mayTry;
    }

    /** Only looks, as a dry run does. */
    static SwapChooser looking(FileStore store, TableLayout table, CompactorConfig config) {
        return new SwapChooser(store, table, config.swapModes(), false);
    }

    /** Tries what cannot be seen, with hidden names. */
    static SwapChooser trying(FileStore store, TableLayout table, CompactorConfig config) {
        return new SwapChooser(store, table, config.swapModes(), true);
    }

    /**
     * How a merged file will take the place of these.
     *
     * @throws RefusedFilesException if some are still being written
     */
    ModeChoice choose(MergeGroup group) throws IOException {
        ConcatCheck check = store.checkConcat(
                table.leaf(group.partition()),
                group.files().stream().map(f -> f.entry().path()).toList());
        if (!check.beingWritten().isEmpty()) {
            Map<StorePath, String> open = new LinkedHashMap<>();
            check.beingWritten().forEach(file -> open.put(file, file + " is being written"));
            throw new RefusedFilesException(open);
        }
        Map<SwapMode, String> obstacles = new EnumMap<>(SwapMode.class);
        check.obstacle().ifPresent(obstacle -> obstacles.put(SwapMode.CONCAT, obstacle));
        if (check.obstacle().isPresent() && allowed.contains(SwapMode.EXCHANGE)) {
            exchangeObstacle(group).ifPresent(obstacle -> obstacles.put(SwapMode.EXCHANGE, obstacle));
        }
        return ModeChoice.of(allowed, obstacles);
    }

    private Optional<String> exchangeObstacle(MergeGroup group) throws IOException {
        return group.partition().isEmpty()
                ? Optional.of("the files are in the table's root, which holds more than them")
                : Swapper.exchangeObstacle(store, table, table.leaf(group.partition()), mayTry);
    }

    /** As {@link #choose}, in words for a plan. */
    String describe(MergeGroup group) throws IOException {
        try {
            ModeChoice choice = choose(group);
            return choice.mode()
                    .map(mode -> "by " + mode + (choice.reason().isEmpty() ? "" : "; " + choice.reason()))
                    .orElse("refused: " + choice.reason());
        } catch (RefusedFilesException e) {
            return "without some: " + e.getMessage();
        }
    }
}
