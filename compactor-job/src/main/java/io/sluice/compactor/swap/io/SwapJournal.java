/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.SwapEvent;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapStage;
import io.sluice.compactor.swap.SwapState;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The journal of a table's replacements: a directory for each, a small file for each record.
 *
 * <pre>
 * .sluice/compaction/journal/{sequence}/0-planned.json, 1-written.json, 3-committed.json, 4-cleaned.json
 * </pre>
 *
 * A record is written under another name, synced, and renamed: it is there whole or not at all, and only once.
 */
public final class SwapJournal {

    private static final String PLANNED = "planned";
    private static final String UNFINISHED = ".unfinished";

    private final FileStore store;
    private final StorePath directory;
    private final SwapJson json;

    public SwapJournal(FileStore store, TableLayout table) {
        this.store = store;
        this.directory = table.compaction().child("journal");
        this.json = new SwapJson(table.root());
    }

    /**
     * Opens a replacement.
     *
     * @throws java.nio.file.FileAlreadyExistsException if its sequence is taken
     */
    public SwapState open(SwapIntent intent) throws IOException {
        StorePath swap = directory(intent.sequence());
        store.makeDirectories(swap);
        write(swap, SwapStage.PLANNED.number(), PLANNED, json.intent(intent));
        return SwapState.planned(intent);
    }

    /** Adds a record and returns the state after it. */
    public SwapState append(SwapState state, SwapEvent event) throws IOException {
        SwapState next = state.apply(event);
        write(directory(state.intent().sequence()), next.stage().number(), event.name(), json.event(event));
        return next;
    }

    /** All replacements that the journal remembers, in order. */
    public List<SwapState> load() throws IOException {
        if (store.status(directory).isEmpty()) {
            return List.of();
        }
        List<SwapState> states = new ArrayList<>();
        for (FileEntry swap : store.list(directory)) {
            load(swap.path()).ifPresent(states::add);
        }
        return states;
    }

    /** The highest sequence that was ever taken, 0 if none: directories count, records in them or not. */
    public long lastSequence() throws IOException {
        if (store.status(directory).isEmpty()) {
            return 0;
        }
        List<FileEntry> swaps = store.list(directory);
        return swaps.isEmpty()
                ? 0
                : Long.parseLong(swaps.get(swaps.size() - 1).path().name());
    }

    /** Forgets a replacement that is over. */
    public void forget(long sequence) throws IOException {
        store.delete(directory(sequence));
    }

    private Optional<SwapState> load(StorePath swap) throws IOException {
        SwapState state = null;
        for (FileEntry record : store.list(swap)) {
            if (record.path().name().endsWith(UNFINISHED)) {
                continue;
            }
            byte[] bytes = read(record.path());
            if (state == null) {
                state = SwapState.planned(json.intent(record.path(), bytes));
            } else {
                state = state.apply(json.event(record.path(), bytes));
            }
        }
        return Optional.ofNullable(state);
    }

    private void write(StorePath swap, int number, String name, byte[] bytes) throws IOException {
        StorePath record = swap.child(number + "-" + name + ".json");
        StorePath unfinished = swap.child(number + "-" + name + UNFINISHED);
        store.delete(unfinished);
        try (DurableOutput out = store.create(unfinished)) {
            out.write(bytes);
            out.syncToDisk();
        }
        store.rename(unfinished, record);
    }

    private byte[] read(StorePath record) throws IOException {
        try (SeekableInput in = store.open(record)) {
            byte[] bytes = new byte[Math.toIntExact(in.length())];
            in.readFully(0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    private StorePath directory(long sequence) {
        return directory.child(String.format(Locale.ROOT, "%019d", sequence));
    }
}
