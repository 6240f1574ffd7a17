/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.Reality;
import io.sluice.compactor.swap.SwapDecision;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.SwapStep;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at what the file system has of a replacement, and changes nothing: needs no lease. */
public final class SwapSurvey {

    private final FileStore store;

    public SwapSurvey(FileStore store) {
        this.store = store;
    }

    /** Whether it was done and its merged file is gone since, so that its parked sources wait for the user's word. */
    public boolean orphaned(SwapState state) throws IOException {
        SwapStep step = SwapDecision.next(state, look(state.intent()), Optional.empty(), ParkedSources.KEEP);
        return step.kind() == SwapStep.Kind.KEEP_PARKED;
    }

    /**
     * Looks at all names of the replacement. The tail is looked at before the visible file: a concat that happens between
     * the two is seen at the file it made, and never taken for one that can no longer happen.
     */
    Reality look(SwapIntent intent) throws IOException {
        List<FileEntry> found = new ArrayList<>();
        store.status(intent.tail()).ifPresent(found::add);
        store.status(intent.front()).ifPresent(found::add);
        store.status(intent.visible()).ifPresent(found::add);
        Set<StorePath> own = Set.of(intent.tail(), intent.front(), intent.visible());
        for (FileEntry entry : list(intent.directory())) {
            if (!own.contains(entry.path())) {
                found.add(entry);
            }
        }
        return Reality.of(intent, found);
    }

    /** A user can have deleted the partition, with all in it. */
    private List<FileEntry> list(StorePath directory) throws IOException {
        try {
            return store.list(directory);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
