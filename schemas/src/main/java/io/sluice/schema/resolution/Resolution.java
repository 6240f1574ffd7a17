/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type is read as one of another, by Avro's schema resolution: a tree over both schemas, which has
 * cycles where the schemas are recursive (only {@link OfRecord} closes one). What cannot be read is in it as well, as a
 * {@link Mismatch}, since it may lie in a branch of a union that no value takes.
 *
 * <p>Where Avro's own classes differ from one another, the rules are: named types match by their short name or by an
 * alias of the reader's; a field is looked for by its name, then by its aliases; an alias that is the name of another
 * field of the reader counts for nothing; of a reader's union the branch of the same type (and name) is taken, then a
 * record that could be read though it has another name, then the first branch to which the type is promoted.
 *
 * <p>Immutable.
 */
public sealed interface Resolution {

    Schema writer();

    Schema reader();

    <R extends @Nullable Object> R accept(Visitor<R> visitor);

    /** One case for each kind of resolution. */
    interface Visitor<R extends @Nullable Object> {
        R same(Same same);

        R promoted(Promoted promoted);

        R symbols(OfEnum symbols);

        R elements(OfArray array);

        R values(OfMap map);

        R fields(OfRecord record);

        R branches(OfUnion union);

        R mismatch(Mismatch mismatch);
    }

    static Resolution of(Schema writer, Schema reader) {
        return new ResolutionRules().resolve(writer, reader);
    }

    /** A primitive type, or a fixed, that both have. */
    record Same(Schema writer, Schema reader) implements Resolution {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.same(this);
        }
    }

    /** A primitive type that becomes another one: a wider number, or string and bytes. */
    record Promoted(Schema writer, Schema reader) implements Resolution {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.promoted(this);
        }
    }

    /** Two enums. */
    record OfEnum(Schema writer, Schema reader) implements Resolution {

        /** As what a symbol of the writer's is read; empty if it cannot be. */
        public Optional<String> symbol(String written) {
            return reader.hasEnumSymbol(written) ? Optional.of(written) : Optional.ofNullable(reader.getEnumDefault());
        }

        /** Symbols of the writer's that cannot be read. */
        public List<String> unknown() {
            return writer.getEnumSymbols().stream()
                    .filter(symbol -> symbol(symbol).isEmpty())
                    .toList();
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.symbols(this);
        }
    }

    record OfArray(Schema writer, Schema reader, Resolution element) implements Resolution {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.elements(this);
        }
    }

    record OfMap(Schema writer, Schema reader, Resolution value) implements Resolution {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.values(this);
        }
    }

    /** A union of the writer's: for each of its branches, how that is read as the whole of the reader's type. */
    record OfUnion(Schema writer, Schema reader, List<Resolution> branches) implements Resolution {

        public OfUnion {
            branches = List.copyOf(branches);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.branches(this);
        }
    }

    /** Values of the writer's type cannot be read. */
    record Mismatch(Schema writer, Schema reader, MismatchKind kind) implements Resolution {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.mismatch(this);
        }
    }

    /**
     * A field of the reader's record, and the writer's that it is read from.
     *
     * @param written null if the writer has none, so that the default is read
     * @param resolution null if, and only if, {@code written} is
     */
    record FieldMatch(
            Field field, @Nullable Field written, @Nullable Resolution resolution) {

        /** Whether there is no value for it: the writer lacks it, and it has no default. */
        public boolean isMissing() {
            return written == null && !field.hasDefaultValue();
        }
    }

    /** Two records. Equal to no other: it may contain itself. */
    final class OfRecord implements Resolution {

        private final Schema writer;
        private final Schema reader;
        private List<FieldMatch> fields = List.of();

        OfRecord(Schema writer, Schema reader) {
            this.writer = writer;
            this.reader = reader;
        }

        /** To be called once, when what the fields refer to is known. */
        void fields(List<FieldMatch> matches) {
            fields = List.copyOf(matches);
        }

        @Override
        public Schema writer() {
            return writer;
        }

        @Override
        public Schema reader() {
            return reader;
        }

        /** The reader's fields, in its order. */
        public List<FieldMatch> fields() {
            return fields;
        }

        /** Whether the records go by one name, which Avro's checks ask for and its readers do not. */
        public boolean isOfOneName() {
            return ResolutionRules.sameName(writer, reader);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.fields(this);
        }
    }
}
