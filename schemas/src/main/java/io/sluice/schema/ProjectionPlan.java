/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.ProjectionStep.FieldStep;
import io.sluice.schema.resolution.PromotedDatum;
import io.sluice.schema.resolution.Resolution;
import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.Mismatch;
import io.sluice.schema.resolution.Resolution.OfArray;
import io.sluice.schema.resolution.Resolution.OfEnum;
import io.sluice.schema.resolution.Resolution.OfMap;
import io.sluice.schema.resolution.Resolution.OfRecord;
import io.sluice.schema.resolution.Resolution.OfUnion;
import io.sluice.schema.resolution.Resolution.Promoted;
import io.sluice.schema.resolution.Resolution.Same;
import io.sluice.schema.resolution.SchemaPath;
import io.sluice.schema.resolution.TypeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Finds the steps of a {@link SchemaProjection}, one for each place of a {@link Resolution}. */
final class ProjectionPlan implements Resolution.Visitor<ProjectionStep> {

    private final Map<OfRecord, ProjectionStep> records = new HashMap<>();
    private SchemaPath path = SchemaPath.ROOT;

    private ProjectionPlan() {}

    static ProjectionStep step(Schema from, Schema to) {
        return new ProjectionPlan().step(Resolution.of(from, to));
    }

    private ProjectionStep step(Resolution resolution) {
        return resolution.writer().equals(resolution.reader()) ? ProjectionStep.AS_IS : resolution.accept(this);
    }

    private ProjectionStep at(SchemaPath place, Resolution resolution) {
        SchemaPath outer = path;
        path = place;
        ProjectionStep step = step(resolution);
        path = outer;
        return step;
    }

    @Override
    public ProjectionStep same(Same same) {
        return same.reader().getType() == Schema.Type.FIXED
                ? ProjectionStep.ofFixed(same.reader())
                : ProjectionStep.AS_IS;
    }

    @Override
    public ProjectionStep promoted(Promoted promoted) {
        UnaryOperator<Object> conversion = PromotedDatum.of(promoted);
        return datum -> {
            if (datum == null) {
                throw ProjectionStep.unexpected(null, promoted.reader());
            }
            return conversion.apply(datum);
        };
    }

    @Override
    public ProjectionStep symbols(OfEnum symbols) {
        if (!symbols.unknown().isEmpty()) {
            throw refuse(symbols);
        }
        return ProjectionStep.ofSymbol(symbols.reader());
    }

    @Override
    public ProjectionStep elements(OfArray array) {
        ProjectionStep element = at(path.elements(), array.element());
        return element == ProjectionStep.AS_IS ? element : ProjectionStep.ofArray(array.reader(), element);
    }

    @Override
    public ProjectionStep values(OfMap map) {
        ProjectionStep value = at(path.values(), map.value());
        return value == ProjectionStep.AS_IS ? value : ProjectionStep.ofMap(map.reader(), value);
    }

    @Override
    public ProjectionStep fields(OfRecord record) {
        ProjectionStep known = records.get(record);
        if (known != null) {
            return known;
        }
        List<FieldStep> steps = new ArrayList<>(record.fields().size());
        ProjectionStep.RecordStep step = new ProjectionStep.RecordStep(record.reader());
        records.put(record, step);
        for (FieldMatch match : record.fields()) {
            SchemaPath at = path.field(match.field().name());
            if (match.written() != null && match.resolution() != null) {
                steps.add(new FieldStep(match.written().pos(), at(at, match.resolution())));
            } else if (match.isMissing()) {
                throw new IncompatibleSchemaException(
                        at.text(),
                        TypeNames.of(match.field().schema()) + " without a default",
                        "no such field",
                        "Give it a default.");
            } else {
                steps.add(new FieldStep(-1, ProjectionStep.ofDefault(match.field())));
            }
        }
        step.fields(steps);
        return step;
    }

    /** The branch that was taken is known only from the datum. */
    @Override
    public ProjectionStep branches(OfUnion union) {
        List<ProjectionStep> steps = new ArrayList<>();
        union.branches().forEach(branch -> steps.add(step(branch)));
        if (steps.stream().allMatch(step -> step == ProjectionStep.AS_IS)) {
            return ProjectionStep.AS_IS;
        }
        Schema from = union.writer();
        if (from.isNullable() && steps.size() == 2) {
            ProjectionStep step = steps.get(from.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0);
            return datum -> datum == null ? null : step.apply(datum);
        }
        return datum -> steps.get(GenericData.get().resolveUnion(from, datum)).apply(datum);
    }

    @Override
    public ProjectionStep mismatch(Mismatch mismatch) {
        throw refuse(mismatch);
    }

    private IncompatibleSchemaException refuse(Resolution at) {
        return new IncompatibleSchemaException(
                path.text(),
                TypeNames.of(at.reader()),
                TypeNames.of(at.writer()),
                "The table's schema does not hold this one.");
    }
}
