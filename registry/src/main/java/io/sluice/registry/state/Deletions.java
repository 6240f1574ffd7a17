/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.registry.state.StoreKey.DeleteSubjectKey;
import io.sluice.registry.state.StoreKey.NoopKey;
import io.sluice.registry.state.StoreKey.SchemaKey;
import io.sluice.registry.state.StoreValue.HighestIdValue;
import io.sluice.registry.state.StoreValue.SchemaValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletion comes in two steps, as in Confluent's registry. The soft one hides a version, its id is still found; the
 * permanent one, only after it, forgets the version. What another schema refers to cannot be deleted.
 */
public final class Deletions {

    private Deletions() {}

    /** Answers with the version's number. */
    public static Command<Integer> softly(String subject, int version) {
        return state -> {
            Settings.requireWritable(state, subject);
            SchemaVersion found = find(state, subject, version);
            if (state.subjects().isDeleted(found)) {
                throw new RegistryException(
                        RegistryError.VERSION_SOFT_DELETED,
                        "Subject '" + subject + "' Version " + version
                                + " was soft deleted. Set permanent=true to delete permanently");
            }
            requireUnreferenced(state, List.of(found), Deleted.WITHOUT);
            return new Decision<>(List.of(hidden(found)), version);
        };
    }

    /** Answers with the version's number. */
    public static Command<Integer> permanently(String subject, int version) {
        return state -> {
            Settings.requireWritable(state, subject);
            SchemaVersion found = find(state, subject, version);
            if (!state.subjects().isDeleted(found)) {
                throw new RegistryException(
                        RegistryError.VERSION_NOT_SOFT_DELETED,
                        "Subject '" + subject + "' Version " + version
                                + " was not deleted first before being permanently deleted");
            }
            requireUnreferenced(state, List.of(found), Deleted.WITH);
            return new Decision<>(forget(state, List.of(found)), version);
        };
    }

    /** Answers with the numbers of the versions. */
    public static Command<List<Integer>> subjectSoftly(String subject) {
        return state -> {
            Settings.requireWritable(state, subject);
            requireSubject(state, subject);
            List<SchemaVersion> living = state.subjects().versions(subject, Deleted.WITHOUT);
            if (living.isEmpty()) {
                throw new RegistryException(
                        RegistryError.SUBJECT_SOFT_DELETED,
                        "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
            }
            requireUnreferenced(state, living, Deleted.WITHOUT);
            return new Decision<>(living.stream().map(Deletions::hidden).toList(), numbers(living));
        };
    }

    /** Answers with the numbers of the versions. */
    public static Command<List<Integer>> subjectPermanently(String subject) {
        return state -> {
            Settings.requireWritable(state, subject);
            requireSubject(state, subject);
            if (!state.subjects().versions(subject, Deleted.WITHOUT).isEmpty()) {
                throw new RegistryException(
                        RegistryError.SUBJECT_NOT_SOFT_DELETED,
                        "Subject '" + subject + "' was not deleted first before being permanently deleted");
            }
            List<SchemaVersion> all = state.subjects().versions(subject, Deleted.ONLY);
            requireUnreferenced(state, all, Deleted.WITH);
            List<StoreRecord> records = new ArrayList<>(forget(state, all));
            // That Confluent's registry may have left.
            records.add(new StoreRecord(new DeleteSubjectKey(subject), null));
            return new Decision<>(records, numbers(all));
        };
    }

    /**
     * Each version is marked in a record of its own, unlike in Confluent's registry, which writes one for the subject: so a
     * record says the same wherever it stands among others.
     */
    private static StoreRecord hidden(SchemaVersion version) {
        return new StoreRecord(new SchemaKey(version.subject(), version.version()), new SchemaValue(version, true));
    }

    /** Before the schemas go, the highest id is put down: a log without them must not lead to its being given again. */
    private static List<StoreRecord> forget(RegistryState state, List<SchemaVersion> versions) {
        List<StoreRecord> records = new ArrayList<>();
        records.add(new StoreRecord(new NoopKey(), new HighestIdValue(state.nextId() - 1)));
        versions.forEach(
                version -> records.add(new StoreRecord(new SchemaKey(version.subject(), version.version()), null)));
        return records;
    }

    private static List<Integer> numbers(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::version).toList();
    }

    private static void requireSubject(RegistryState state, String subject) {
        if (state.subjects().versions(subject, Deleted.WITH).isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
    }

    private static SchemaVersion find(RegistryState state, String subject, int version) {
        requireSubject(state, subject);
        return state.subjects().find(subject, version).orElseThrow(() -> RegistryException.versionNotFound(version));
    }

    private static void requireUnreferenced(RegistryState state, List<SchemaVersion> versions, Deleted referrers) {
        for (SchemaVersion version : versions) {
            List<Integer> users =
                    state.subjects().referencedBy(new SubjectVersion(version.subject(), version.version()), referrers);
            if (!users.isEmpty()) {
                throw new RegistryException(
                        RegistryError.REFERENCE_EXISTS,
                        "One or more references exist to version " + version.version() + " of subject "
                                + version.subject() + ": from schemas " + users);
            }
        }
    }
}
