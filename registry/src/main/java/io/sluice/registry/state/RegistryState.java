/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.registry.state.StoreKey.ClearSubjectKey;
import io.sluice.registry.state.StoreKey.ConfigKey;
import io.sluice.registry.state.StoreKey.DeleteSubjectKey;
import io.sluice.registry.state.StoreKey.ModeKey;
import io.sluice.registry.state.StoreKey.NoopKey;
import io.sluice.registry.state.StoreKey.SchemaKey;
import io.sluice.registry.state.StoreValue.ConfigValue;
import io.sluice.registry.state.StoreValue.DeleteSubjectValue;
import io.sluice.registry.state.StoreValue.HighestIdValue;
import io.sluice.registry.state.StoreValue.ModeValue;
import io.sluice.registry.state.StoreValue.SchemaValue;
import io.sluice.schema.CompatibilityLevel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a log of records says. Only {@link #apply} changes it, at the start and later, so that every registry that
 * reads the log knows the same.
 *
 * <p><b>Two writers on one log.</b> Each record carries the offset up to which its writer had read (its
 * <i>base</i>). If another has come between, it was decided on a state that is gone: it does not count, and its key is
 * {@link #spoiled}. Its writer decides again. Compaction would keep a record that does not count if it is the last of its
 * key, and drop the one that does; so whoever writes next first puts back what {@link #current} says of spoiled keys. A
 * record without a base, as other registries write it, always counts.
 *
 * <p>Invariants: an id means one content for ever; ids grow, and none is given twice, even if its schema was deleted for
 * good.
 *
 * <p>Not thread-safe.
 */
public final class RegistryState {

    /** The base of a record that nothing came before. */
    public static final long NO_OFFSET = -1;

    private final Subjects subjects = new Subjects();
    private final Map<ConfigKey, CompatibilityLevel> levels = new HashMap<>();
    private final Map<ModeKey, Mode> modes = new HashMap<>();
    private final Set<StoreKey> spoiled = new LinkedHashSet<>();
    private final CompatibilityLevel defaultLevel;
    private int retiredId;
    private long lastOffset = NO_OFFSET;

    /** @param defaultLevel the global compatibility level as long as none was set */
    public RegistryState(CompatibilityLevel defaultLevel) {
        this.defaultLevel = defaultLevel;
    }

    /**
     * Takes in the next record of the log.
     *
     * @param base the offset up to which its writer had read, inclusive, if it says
     * @return whether it counts
     */
    public boolean apply(long offset, StoreRecord record, Optional<Long> base) {
        boolean counts = base.isEmpty() || base.get() >= lastOffset;
        lastOffset = offset;
        if (!counts) {
            spoiled.add(record.key());
            return false;
        }
        spoiled.remove(record.key());
        change(record.key(), record.value());
        return true;
    }

    /**
     * Takes note that all below an offset was read: records that say nothing here have their places in the log, and so have
     * those that compaction has removed.
     */
    public void reached(long offset) {
        lastOffset = Math.max(lastOffset, offset - 1);
    }

    private void change(StoreKey key, @Nullable StoreValue value) {
        if (key instanceof SchemaKey schema) {
            changeSchema(schema, value);
        } else if (key instanceof ConfigKey config) {
            put(levels, config, value instanceof ConfigValue set ? set.level() : null);
        } else if (key instanceof ModeKey mode) {
            put(modes, mode, value instanceof ModeValue set ? set.mode() : null);
        } else if (key instanceof DeleteSubjectKey delete) {
            if (value instanceof DeleteSubjectValue deleted) {
                subjects.deleteUpTo(delete.subject(), deleted.upToVersion());
            }
        } else if (key instanceof ClearSubjectKey clear) {
            if (value != null) {
                subjects.clear(clear.subject());
            }
        } else if (value instanceof HighestIdValue highest) {
            retiredId = Math.max(retiredId, highest.id());
        }
    }

    private void changeSchema(SchemaKey key, @Nullable StoreValue value) {
        if (value instanceof SchemaValue schema) {
            subjects.put(schema.schema(), schema.deleted());
        } else {
            subjects.remove(key.subject(), key.version());
        }
    }

    private static <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    /** The base of a record that is decided on now: the offset up to which, inclusive, the log was read. */
    public long lastOffset() {
        return lastOffset;
    }

    /** Keys whose last record does not count, to be written again as {@link #current} has them. */
    public Set<StoreKey> spoiled() {
        return Set.copyOf(spoiled);
    }

    /** A record that says of a key what counts. */
    public StoreRecord current(StoreKey key) {
        return new StoreRecord(key, currentValue(key));
    }

    private @Nullable StoreValue currentValue(StoreKey key) {
        if (key instanceof SchemaKey schema) {
            return subjects.find(schema.subject(), schema.version())
                    .map(found -> new SchemaValue(found, subjects.isDeleted(found)))
                    .orElse(null);
        }
        if (key instanceof ConfigKey config) {
            CompatibilityLevel level = levels.get(config);
            return level == null ? null : new ConfigValue(level);
        }
        if (key instanceof ModeKey modeKey) {
            Mode mode = modes.get(modeKey);
            return mode == null ? null : new ModeValue(mode);
        }
        if (key instanceof NoopKey) {
            return retiredId == 0 ? null : new HighestIdValue(retiredId);
        }
        // Of a deletion in the words of others nothing is left to say once its versions are marked or gone.
        return null;
    }

    public Subjects subjects() {
        return subjects;
    }

    int nextId() {
        return Math.max(subjects.highestId(), retiredId) + 1;
    }

    public CompatibilityLevel globalLevel() {
        return levels.getOrDefault(new ConfigKey(null), defaultLevel);
    }

    /** What was set for a subject. */
    public Optional<CompatibilityLevel> subjectLevel(String subject) {
        return Optional.ofNullable(levels.get(new ConfigKey(subject)));
    }

    /** What holds for a subject. */
    public CompatibilityLevel level(String subject) {
        return subjectLevel(subject).orElseGet(this::globalLevel);
    }

    public Mode globalMode() {
        return modes.getOrDefault(new ModeKey(null), Mode.READWRITE);
    }

    /** What was set for a subject. */
    public Optional<Mode> subjectMode(String subject) {
        return Optional.ofNullable(modes.get(new ModeKey(subject)));
    }

    /** What holds for a subject. */
    public Mode mode(String subject) {
        return subjectMode(subject).orElseGet(this::globalMode);
    }
}
