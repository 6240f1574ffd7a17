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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/** One run of the rules of {@link Resolution}. Remembers the records it has met, as recursive ones meet themselves. */
final class ResolutionRules {

    private final Map<Pair, OfRecord> records = new HashMap<>();

    /** Two schemas by identity: within one schema, a record is one object wherever it is used. */
    private record Pair(Schema writer, Schema reader) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair pair && pair.writer == writer && pair.reader == reader;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(writer) + System.identityHashCode(reader);
        }
    }

    Resolution resolve(Schema writer, Schema reader) {
        if (writer.isUnion()) {
            return new OfUnion(
                    writer,
                    reader,
                    writer.getTypes().stream()
                            .map(branch -> resolve(branch, reader))
                            .toList());
        }
        if (reader.isUnion()) {
            return branch(writer, reader)
                    .map(branch -> resolve(writer, branch))
                    .orElseGet(() -> new Mismatch(writer, reader, MismatchKind.MISSING_UNION_BRANCH));
        }
        if (writer.getType() != reader.getType()) {
            return promotes(writer.getType(), reader.getType())
                    ? new Promoted(writer, reader)
                    : new Mismatch(writer, reader, MismatchKind.TYPE_MISMATCH);
        }
        return switch (reader.getType()) {
            case RECORD -> record(writer, reader);
            case ARRAY -> new OfArray(writer, reader, resolve(writer.getElementType(), reader.getElementType()));
            case MAP -> new OfMap(writer, reader, resolve(writer.getValueType(), reader.getValueType()));
            case ENUM ->
                sameName(writer, reader)
                        ? new OfEnum(writer, reader)
                        : new Mismatch(writer, reader, MismatchKind.NAME_MISMATCH);
            case FIXED -> fixed(writer, reader);
            default -> new Same(writer, reader);
        };
    }

    private static Resolution fixed(Schema writer, Schema reader) {
        if (!sameName(writer, reader)) {
            return new Mismatch(writer, reader, MismatchKind.NAME_MISMATCH);
        }
        return writer.getFixedSize() == reader.getFixedSize()
                ? new Same(writer, reader)
                : new Mismatch(writer, reader, MismatchKind.FIXED_SIZE_MISMATCH);
    }

    private OfRecord record(Schema writer, Schema reader) {
        OfRecord known = records.get(new Pair(writer, reader));
        if (known != null) {
            return known;
        }
        OfRecord record = new OfRecord(writer, reader);
        records.put(new Pair(writer, reader), record);
        List<FieldMatch> fields = new ArrayList<>(reader.getFields().size());
        Set<String> taken = new HashSet<>();
        for (Field field : reader.getFields()) {
            Field written = source(writer, reader, field, taken);
            fields.add(
                    new FieldMatch(field, written, written == null ? null : resolve(written.schema(), field.schema())));
        }
        record.fields(fields);
        return record;
    }

    /** The writer's field that is read as one of the reader's; each is read once. */
    private static @Nullable Field source(Schema writer, Schema reader, Field field, Set<String> taken) {
        Field same = writer.getField(field.name());
        if (same != null) {
            return same;
        }
        for (String alias : field.aliases()) {
            Field renamed = writer.getField(alias);
            if (renamed != null && reader.getField(alias) == null && taken.add(alias)) {
                return renamed;
            }
        }
        return null;
    }

    /** The branch of a reader's union that a type, no union itself, is read as. */
    private Optional<Schema> branch(Schema writer, Schema union) {
        List<Schema> sameType = union.getTypes().stream()
                .filter(branch -> branch.getType() == writer.getType())
                .toList();
        if (!isNamed(writer)) {
            return sameType.stream()
                    .findFirst()
                    .or(() -> union.getTypes().stream()
                            .filter(branch -> promotes(writer.getType(), branch.getType()))
                            .findFirst());
        }
        return sameType.stream()
                .filter(branch -> Objects.equals(branch.getFullName(), writer.getFullName()))
                .findFirst()
                .or(() -> sameType.stream()
                        .filter(branch -> branch.getAliases().contains(writer.getFullName()))
                        .findFirst())
                .or(() -> sameType.stream()
                        .filter(branch -> Objects.equals(branch.getName(), writer.getName()))
                        .findFirst())
                .or(() -> sameType.stream()
                        .filter(branch -> branch.getType() == Schema.Type.RECORD && fits(writer, branch))
                        .findFirst());
    }

    private boolean fits(Schema writer, Schema reader) {
        return record(writer, reader).fields().stream()
                .noneMatch(field -> field.isMissing() || field.resolution() instanceof Mismatch);
    }

    static boolean sameName(Schema writer, Schema reader) {
        return Objects.equals(writer.getName(), reader.getName())
                || reader.getAliases().contains(writer.getFullName());
    }

    private static boolean isNamed(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private static boolean promotes(Schema.Type from, Schema.Type to) {
        return switch (to) {
            case LONG -> from == Schema.Type.INT;
            case FLOAT -> from == Schema.Type.INT || from == Schema.Type.LONG;
            case DOUBLE -> from == Schema.Type.INT || from == Schema.Type.LONG || from == Schema.Type.FLOAT;
            case BYTES -> from == Schema.Type.STRING;
            case STRING -> from == Schema.Type.BYTES;
            default -> false;
        };
    }
}
