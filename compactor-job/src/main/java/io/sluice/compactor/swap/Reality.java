/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a replacement in its directory, as one listing shows it.
 *
 * @param present of the names that a replacement can use, those that exist
 */
public record Reality(SwapIntent intent, Map<StorePath, FileEntry> present) {

    public static Reality of(SwapIntent intent, List<FileEntry> listing) {
        return new Reality(
                intent,
                listing.stream()
                        .filter(e -> !e.directory())
                        .collect(Collectors.toUnmodifiableMap(FileEntry::path, Function.identity())));
    }

    Optional<FileEntry> front() {
        return at(intent.front());
    }

    Optional<FileEntry> visible() {
        return at(intent.visible());
    }

    Optional<FileEntry> tail() {
        return at(intent.tail());
    }

    private Optional<FileEntry> at(StorePath path) {
        @Nullable FileEntry entry = present.get(path);
        return Optional.ofNullable(entry);
    }

    /** Whether a source is where it was, and the same. */
    boolean inPlace(int source) {
        Source wanted = intent.sources().get(source);
        return at(wanted.path()).filter(e -> same(e, wanted)).isPresent();
    }

    boolean isParked(int source) {
        return at(intent.parked(source))
                .filter(e -> same(e, intent.sources().get(source)))
                .isPresent();
    }

    private static boolean same(FileEntry entry, Source wanted) {
        return entry.bytes() == wanted.bytes() && entry.fileId() == wanted.fileId();
    }

    boolean allInPlace() {
        return count(this::inPlace) == intent.sources().size();
    }

    boolean nonePresent() {
        return intent.sources().stream().noneMatch(s -> present.containsKey(s.path()));
    }

    /** Sources in place, by their number. A file under both names is still to be parked. */
    public List<Integer> unparked() {
        return numbers(this::inPlace);
    }

    public List<Integer> parked() {
        return numbers(this::isParked);
    }

    /** The first source that is neither in place nor parked. */
    Optional<Source> lost() {
        return numbers(i -> !inPlace(i) && !isParked(i)).stream().findFirst().map(intent.sources()::get);
    }

    private interface Test {
        boolean test(int source);
    }

    private long count(Test test) {
        return numbers(test).size();
    }

    private List<Integer> numbers(Test test) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < intent.sources().size(); i++) {
            if (test.test(i)) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
