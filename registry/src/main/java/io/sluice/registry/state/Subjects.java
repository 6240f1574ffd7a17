/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The versions of each subject and what their ids stand for. A version that was deleted softly is still here: it is
 * found by its id, and by its number where that is asked for. All follows from the versions that there are now, whatever
 * there was between: a log may show a record for a while that another makes undone.
 *
 * <p>Not thread-safe; changed by {@link RegistryState#apply} alone.
 */
public final class Subjects {

    private final TreeMap<String, TreeMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Set<SubjectVersion> deleted = new HashSet<>();
    private final Map<Integer, TreeSet<SubjectVersion>> byId = new HashMap<>();
    private final Map<SchemaContent, TreeSet<SubjectVersion>> byContent = new HashMap<>();
    /** Never falls, whatever is deleted. */
    private int highestId;

    void put(SchemaVersion version, boolean isDeleted) {
        remove(version.subject(), version.version());
        highestId = Math.max(highestId, version.id());
        SubjectVersion name = new SubjectVersion(version.subject(), version.version());
        subjects.computeIfAbsent(version.subject(), subject -> new TreeMap<>()).put(version.version(), version);
        byId.computeIfAbsent(version.id(), id -> new TreeSet<>()).add(name);
        byContent.computeIfAbsent(version.content(), content -> new TreeSet<>()).add(name);
        if (isDeleted) {
            deleted.add(name);
        }
    }

    void remove(String subject, int version) {
        TreeMap<Integer, SchemaVersion> versions = subjects.get(subject);
        SchemaVersion removed = versions == null ? null : versions.remove(version);
        if (removed == null) {
            return;
        }
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
        SubjectVersion name = new SubjectVersion(subject, version);
        deleted.remove(name);
        forget(byId, removed.id(), name);
        forget(byContent, removed.content(), name);
    }

    private static <K> void forget(Map<K, ? extends Set<SubjectVersion>> users, K key, SubjectVersion user) {
        Set<SubjectVersion> left = users.get(key);
        if (left != null && left.remove(user) && left.isEmpty()) {
            users.remove(key);
        }
    }

    void deleteUpTo(String subject, int version) {
        TreeMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions != null) {
            versions.headMap(version, true).keySet().forEach(old -> deleted.add(new SubjectVersion(subject, old)));
        }
    }

    void clear(String subject) {
        List.copyOf(subjects.getOrDefault(subject, new TreeMap<>()).keySet())
                .forEach(version -> remove(subject, version));
    }

    int highestId() {
        return highestId;
    }

    /** Names of subjects that have a version, in order. */
    public List<String> names(Deleted which) {
        return subjects.keySet().stream()
                .filter(subject -> !versions(subject, which).isEmpty())
                .filter(subject -> which != Deleted.ONLY
                        || versions(subject, Deleted.WITHOUT).isEmpty())
                .toList();
    }

    /** Versions of a subject, oldest first; empty if there is no such subject. */
    public List<SchemaVersion> versions(String subject, Deleted which) {
        Collection<SchemaVersion> all =
                subjects.getOrDefault(subject, new TreeMap<>()).values();
        return all.stream()
                .filter(version -> which.includes(isDeleted(version)))
                .toList();
    }

    /** A version, deleted or not. */
    public Optional<SchemaVersion> find(String subject, int version) {
        return Optional.ofNullable(
                subjects.getOrDefault(subject, new TreeMap<>()).get(version));
    }

    public boolean isDeleted(SchemaVersion version) {
        return deleted.contains(new SubjectVersion(version.subject(), version.version()));
    }

    /** What an id stands for. */
    public Optional<SchemaContent> content(int id) {
        return users(id, Deleted.WITH).stream()
                .findFirst()
                .flatMap(user -> find(user.subject(), user.version()))
                .map(SchemaVersion::content);
    }

    /** The versions that have an id, in order. */
    public List<SubjectVersion> users(int id, Deleted which) {
        return byId.getOrDefault(id, new TreeSet<>()).stream()
                .filter(user -> which.includes(deleted.contains(user)))
                .toList();
    }

    /** The highest id that has a content. */
    public int highestLivingId() {
        return byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The id of a content, if it has one. */
    Optional<Integer> id(SchemaContent content) {
        return byContent.getOrDefault(content, new TreeSet<>()).stream()
                .flatMap(user -> find(user.subject(), user.version()).stream())
                .map(SchemaVersion::id)
                .min(Integer::compare);
    }

    /** Ids of the schemas that refer to a version, deleted ones too where that is asked for. */
    public List<Integer> referencedBy(SubjectVersion target, Deleted which) {
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> which.includes(isDeleted(version)))
                .filter(version -> version.content().references().stream()
                        .anyMatch(reference -> reference.subject().equals(target.subject())
                                && reference.version() == target.version()))
                .map(SchemaVersion::id)
                .distinct()
                .sorted()
                .toList();
    }
}
