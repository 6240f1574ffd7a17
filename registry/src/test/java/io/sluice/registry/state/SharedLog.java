/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log that several registries append to, as a broker keeps it: in one order, and compacted at any time. */
final class SharedLog {

    /** A record where it stands. */
    record Entry(long offset, StoreRecord record, long base) {}

    private final List<Entry> entries = new ArrayList<>();
    private long end;

    long append(StoreRecord record, long base) {
        entries.add(new Entry(end, record, base));
        return end++;
    }

    long end() {
        return end;
    }

    /** The next one that is left at or behind an offset. */
    Optional<Entry> next(long offset) {
        return entries.stream().filter(entry -> entry.offset() >= offset).findFirst();
    }

    /** Drops what is not the last of its key, and forgotten keys, below an offset. */
    void compact(long below) {
        Map<StoreKey, Long> last = new HashMap<>();
        entries.stream()
                .filter(entry -> entry.offset() < below)
                .forEach(entry -> last.put(entry.record().key(), entry.offset()));
        entries.removeIf(entry -> entry.offset() < below
                && (last.get(entry.record().key()) != entry.offset()
                        || entry.record().value() == null));
    }

    /** The state that a registry has that starts now. */
    void replay(RegistryState state) {
        entries.forEach(entry -> state.apply(entry.offset(), entry.record(), Optional.of(entry.base())));
    }
}
