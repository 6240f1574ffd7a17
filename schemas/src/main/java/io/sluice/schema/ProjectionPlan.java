/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.ProjectionStep.FieldStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Finds the steps of a {@link SchemaProjection}, by Avro's rules of schema resolution. */
final class ProjectionPlan {

    private ProjectionPlan() {}

    static ProjectionStep step(Schema from, Schema to, String path) {
        if (from.equals(to)) {
            return ProjectionStep.AS_IS;
        } else if (from.isUnion()) {
            return union(from, to, path);
        } else if (to.isUnion()) {
            return step(from, branch(from, to, path), path);
        } else if (from.getType() != to.getType()) {
            ProjectionStep promotion = promotion(from.getType(), to.getType());
            if (promotion == null) {
                throw refuse(from, to, path);
            }
            return promotion;
        }
        return switch (to.getType()) {
            case RECORD -> record(from, to, path);
            case ENUM -> symbols(from, to, path);
            case FIXED -> {
                if (from.getFixedSize() != to.getFixedSize()) {
                    throw refuse(from, to, path);
                }
                yield ProjectionStep.ofFixed(to);
            }
            case ARRAY -> {
                ProjectionStep element = step(from.getElementType(), to.getElementType(), path + "[]");
                yield element == ProjectionStep.AS_IS ? element : ProjectionStep.ofArray(to, element);
            }
            case MAP -> {
                ProjectionStep value = step(from.getValueType(), to.getValueType(), path + "{}");
                yield value == ProjectionStep.AS_IS ? value : ProjectionStep.ofMap(to, value);
            }
            default -> ProjectionStep.AS_IS;
        };
    }

    private static ProjectionStep record(Schema from, Schema to, String path) {
        List<FieldStep> steps = new ArrayList<>(to.getFields().size());
        for (Field field : to.getFields()) {
            String at = path.isEmpty() ? field.name() : path + "." + field.name();
            Field source = source(from, field);
            if (source != null) {
                steps.add(new FieldStep(source.pos(), step(source.schema(), field.schema(), at)));
            } else if (field.hasDefaultValue()) {
                steps.add(new FieldStep(-1, ProjectionStep.ofDefault(field)));
            } else {
                throw new IncompatibleSchemaException(
                        at, TypeNames.of(field.schema()) + " without a default", "no such field", "Give it a default.");
            }
        }
        return ProjectionStep.ofRecord(to, steps);
    }

    private static @Nullable Field source(Schema from, Field field) {
        Field same = from.getField(field.name());
        if (same != null) {
            return same;
        }
        return field.aliases().stream()
                .filter(alias -> from.getField(alias) != null)
                .findFirst()
                .map(from::getField)
                .orElse(null);
    }

    private static ProjectionStep symbols(Schema from, Schema to, String path) {
        if (to.getEnumDefault() == null && !to.getEnumSymbols().containsAll(from.getEnumSymbols())) {
            throw refuse(from, to, path);
        }
        return ProjectionStep.ofSymbol(to);
    }

    /** The branch that was taken is known only from the datum. */
    private static ProjectionStep union(Schema from, Schema to, String path) {
        List<ProjectionStep> steps = new ArrayList<>();
        from.getTypes().forEach(branch -> steps.add(step(branch, to, path)));
        if (steps.stream().allMatch(step -> step == ProjectionStep.AS_IS)) {
            return ProjectionStep.AS_IS;
        }
        if (from.isNullable() && steps.size() == 2) {
            ProjectionStep step = steps.get(from.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0);
            return datum -> datum == null ? null : step.apply(datum);
        }
        return datum -> steps.get(GenericData.get().resolveUnion(from, datum)).apply(datum);
    }

    /** The same type before one that it can be promoted to. */
    private static Schema branch(Schema from, Schema to, String path) {
        for (Schema branch : to.getTypes()) {
            if (branch.getType() == from.getType() && sameName(from, branch)) {
                return branch;
            }
        }
        for (Schema branch : to.getTypes()) {
            if (promotion(from.getType(), branch.getType()) != null) {
                return branch;
            }
        }
        throw refuse(from, to, path);
    }

    private static boolean sameName(Schema from, Schema to) {
        return switch (from.getType()) {
            case RECORD, ENUM, FIXED ->
                from.getName().equals(to.getName()) || to.getAliases().contains(from.getFullName());
            default -> true;
        };
    }

    private static @Nullable ProjectionStep promotion(Schema.Type from, Schema.Type to) {
        return switch (to) {
            case LONG -> from == Schema.Type.INT ? datum -> number(datum).longValue() : null;
            case FLOAT ->
                from == Schema.Type.INT || from == Schema.Type.LONG
                        ? datum -> number(datum).floatValue()
                        : null;
            case DOUBLE ->
                from == Schema.Type.INT || from == Schema.Type.LONG || from == Schema.Type.FLOAT
                        ? datum -> number(datum).doubleValue()
                        : null;
            case BYTES ->
                from == Schema.Type.STRING
                        ? datum -> ByteBuffer.wrap(String.valueOf(datum).getBytes(UTF_8))
                        : null;
            case STRING -> from == Schema.Type.BYTES ? ProjectionPlan::text : null;
            default -> null;
        };
    }

    private static Number number(@Nullable Object datum) {
        if (datum instanceof Number number) {
            return number;
        }
        throw ProjectionStep.unexpected(datum, Schema.create(Schema.Type.DOUBLE));
    }

    private static Utf8 text(@Nullable Object datum) {
        if (datum instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new Utf8(bytes);
        }
        throw ProjectionStep.unexpected(datum, Schema.create(Schema.Type.STRING));
    }

    private static IncompatibleSchemaException refuse(Schema from, Schema to, String path) {
        return new IncompatibleSchemaException(
                path, TypeNames.of(to), TypeNames.of(from), "The table's schema does not hold this one.");
    }
}
