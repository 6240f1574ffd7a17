/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.FieldDefault;
import io.sluice.schema.resolution.TypeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Turns a datum of one type into one of another. */
@FunctionalInterface
interface ProjectionStep {

    /** The one step that does nothing. */
    ProjectionStep AS_IS = datum -> datum;

    @Nullable Object apply(@Nullable Object datum);

    /** A target field: where its value is in the original, or, at -1, made by {@code step} of nothing. */
    record FieldStep(int from, ProjectionStep step) {}

    /** To be completed by the caller: a recursive record refers to its own step. */
    final class RecordStep implements ProjectionStep {

        private final Schema target;
        // Arrays, not one of objects: of the steps of hundreds of versions more stay in the processor's caches.
        private int[] from = {};
        private ProjectionStep[] steps = {};

        RecordStep(Schema target) {
            this.target = target;
        }

        void fields(List<FieldStep> fields) {
            from = fields.stream().mapToInt(FieldStep::from).toArray();
            steps = fields.stream().map(FieldStep::step).toArray(ProjectionStep[]::new);
        }

        @Override
        public Object apply(@Nullable Object datum) {
            GenericData.Record result = new GenericData.Record(target);
            if (datum instanceof IndexedRecord original) {
                for (int i = 0; i < from.length; i++) {
                    Object value = from[i] < 0 ? null : original.get(from[i]);
                    ProjectionStep step = steps[i];
                    result.put(i, step == AS_IS ? value : step.apply(value));
                }
                return result;
            }
            throw unexpected(datum, target);
        }
    }

    static ProjectionStep ofArray(Schema target, ProjectionStep element) {
        return datum -> {
            if (datum instanceof List<?> list) {
                GenericData.Array<Object> result = new GenericData.Array<>(list.size(), target);
                list.forEach(each -> result.add(element.apply(each)));
                return result;
            }
            throw unexpected(datum, target);
        };
    }

    static ProjectionStep ofMap(Schema target, ProjectionStep value) {
        return datum -> {
            if (datum instanceof Map<?, ?> map) {
                Map<Object, @Nullable Object> result = new LinkedHashMap<>();
                map.forEach((key, each) -> result.put(key, value.apply(each)));
                return result;
            }
            throw unexpected(datum, target);
        };
    }

    static ProjectionStep ofFixed(Schema target) {
        return datum -> {
            if (datum instanceof GenericData.Fixed fixed) {
                return new GenericData.Fixed(target, fixed.bytes());
            }
            throw unexpected(datum, target);
        };
    }

    static ProjectionStep ofSymbol(Schema target) {
        return datum -> {
            String symbol = String.valueOf(datum);
            boolean known = target.hasEnumSymbol(symbol) || target.getEnumDefault() == null;
            return new GenericData.EnumSymbol(target, known ? symbol : target.getEnumDefault());
        };
    }

    static ProjectionStep ofDefault(Schema.Field field) {
        Supplier<@Nullable Object> value = FieldDefault.of(field);
        // Null is what a field is that nothing was put into.
        return value.get() == null ? AS_IS : datum -> value.get();
    }

    static IllegalArgumentException unexpected(@Nullable Object datum, Schema target) {
        return new IllegalArgumentException("a datum that does not match its schema, where " + TypeNames.of(target)
                + " is wanted: " + (datum == null ? "null" : datum.getClass().getName()));
    }
}
