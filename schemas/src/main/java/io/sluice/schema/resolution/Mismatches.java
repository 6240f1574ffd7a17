/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.Mismatch;
import io.sluice.schema.resolution.Resolution.OfArray;
import io.sluice.schema.resolution.Resolution.OfEnum;
import io.sluice.schema.resolution.Resolution.OfMap;
import io.sluice.schema.resolution.Resolution.OfRecord;
import io.sluice.schema.resolution.Resolution.OfUnion;
import io.sluice.schema.resolution.Resolution.Promoted;
import io.sluice.schema.resolution.Resolution.Same;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds all places of a resolution where some value of the writer's could not be read, or would mean another thing. */
public final class Mismatches implements Resolution.Visitor<@Nullable Void> {

    private final List<Found> found = new ArrayList<>();
    private final Set<OfRecord> seen = new HashSet<>();
    private SchemaPath path = SchemaPath.ROOT;

    private Mismatches() {}

    /**
     * One of them.
     *
     * @param path in the reader's schema
     * @param expected what the reader's schema has there, in words
     * @param written what the writer's has there, in words
     */
    public record Found(SchemaPath path, MismatchKind kind, String expected, String written) {}

    /** In the order of the reader's schema; empty if whatever was written can be read. */
    public static List<Found> of(Resolution resolution) {
        Mismatches run = new Mismatches();
        resolution.accept(run);
        return List.copyOf(run.found);
    }

    @Override
    public @Nullable Void same(Same same) {
        return meaning(same);
    }

    @Override
    public @Nullable Void promoted(Promoted promoted) {
        return meaning(promoted);
    }

    private @Nullable Void meaning(Resolution resolution) {
        if (LogicalMeaning.differs(resolution.writer(), resolution.reader())) {
            add(resolution, MismatchKind.LOGICAL_TYPE_MISMATCH);
        }
        return null;
    }

    @Override
    public @Nullable Void symbols(OfEnum symbols) {
        List<String> unknown = symbols.unknown();
        if (!unknown.isEmpty()) {
            found.add(new Found(
                    path,
                    MismatchKind.MISSING_ENUM_SYMBOLS,
                    TypeNames.of(symbols.reader()) + " of " + symbols.reader().getEnumSymbols(),
                    "also the symbols " + unknown));
        }
        return null;
    }

    @Override
    public @Nullable Void elements(OfArray array) {
        return at(path.elements(), array.element());
    }

    @Override
    public @Nullable Void values(OfMap map) {
        return at(path.values(), map.value());
    }

    @Override
    public @Nullable Void fields(OfRecord record) {
        if (!seen.add(record)) {
            return null;
        }
        if (!record.isOfOneName()) {
            add(record, MismatchKind.NAME_MISMATCH);
        }
        for (FieldMatch match : record.fields()) {
            SchemaPath at = path.field(match.field().name());
            if (match.resolution() != null) {
                at(at, match.resolution());
            } else if (match.isMissing()) {
                found.add(new Found(
                        at,
                        MismatchKind.READER_FIELD_MISSING_DEFAULT_VALUE,
                        TypeNames.of(match.field().schema()) + " without a default",
                        "no such field"));
            }
        }
        return null;
    }

    @Override
    public @Nullable Void branches(OfUnion union) {
        union.branches().forEach(branch -> branch.accept(this));
        return null;
    }

    @Override
    public @Nullable Void mismatch(Mismatch mismatch) {
        add(mismatch, mismatch.kind());
        return null;
    }

    private @Nullable Void at(SchemaPath place, Resolution resolution) {
        SchemaPath outer = path;
        path = place;
        resolution.accept(this);
        path = outer;
        return null;
    }

    private void add(Resolution resolution, MismatchKind kind) {
        found.add(new Found(path, kind, TypeNames.of(resolution.reader()), TypeNames.of(resolution.writer())));
    }
}
