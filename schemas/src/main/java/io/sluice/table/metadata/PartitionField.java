/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One level of a table's directories, as Kite declares it: {@code name=value}, the value a function of a field of the
 * record. Times are of a field of epoch milliseconds (a long), in UTC.
 */
public sealed interface PartitionField {

    /** What stands before the equals sign; not the name of a field of the record. */
    String name();

    /** The field that the value is made of, a dot leads into a nested record; empty if it is not in the record. */
    default Optional<String> source() {
        return Optional.empty();
    }

    /** The call in Kite's partition expression. */
    String expression();

    /** Whether the source has to be a long. */
    default boolean ofLong() {
        return false;
    }

    /** A calendar part: a year as it is, the others in two digits, a month from 01. */
    record Calendar(Unit unit, String field, String name) implements PartitionField {

        /** The parts Kite knows. */
        public enum Unit {
            YEAR,
            MONTH,
            DAY,
            HOUR,
            MINUTE;

            String function() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public boolean ofLong() {
            return true;
        }

        @Override
        public String expression() {
            return call(unit.function(), quoted(field), quoted(name));
        }
    }

    /** The time in a pattern of {@link java.text.SimpleDateFormat}. */
    record DateFormat(String field, String name, String pattern) implements PartitionField {

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public boolean ofLong() {
            return true;
        }

        @Override
        public String expression() {
            return call("dateFormat", quoted(field), quoted(name), quoted(pattern));
        }
    }

    /** The value itself. {@code cardinality} is a hint, -1 if unknown. */
    record Identity(String field, String name, int cardinality) implements PartitionField {

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public String expression() {
            return call("identity", quoted(field), quoted(name), quoted("java.lang.Object"), "" + cardinality);
        }
    }

    /** The value's hash, as Kite computes it, modulo the number of buckets. */
    record Hash(String field, String name, int buckets) implements PartitionField {

        public Hash {
            if (buckets <= 0) {
                throw new IllegalArgumentException("partition by hash of " + field + " into " + buckets + " buckets");
            }
        }

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public String expression() {
            return call("hash", quoted(field), quoted(name), "" + buckets);
        }
    }

    /** The value rounded down to a multiple of {@code size}. */
    record FixedSizeRange(String field, String name, long size) implements PartitionField {

        public FixedSizeRange {
            if (size <= 0) {
                throw new IllegalArgumentException("partition by ranges of " + field + " of size " + size);
            }
        }

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public boolean ofLong() {
            return true;
        }

        @Override
        public String expression() {
            return call("fixedSizeRange", quoted(field), quoted(name), "" + size);
        }
    }

    /** The range that an int falls into. {@code bounds} are its upper ends, rising, inclusive. */
    record IntRange(String field, String name, List<Integer> bounds) implements PartitionField {

        public IntRange {
            bounds = List.copyOf(bounds);
        }

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public String expression() {
            String list = bounds.stream().map(String::valueOf).collect(Collectors.joining(", "));
            return call("range", quoted(field), quoted(name), list);
        }
    }

    /** The range that a string falls into. {@code bounds} are its upper ends, rising, inclusive. */
    record StringRange(String field, String name, List<String> bounds) implements PartitionField {

        public StringRange {
            bounds = List.copyOf(bounds);
        }

        @Override
        public Optional<String> source() {
            return Optional.of(field);
        }

        @Override
        public String expression() {
            String list = bounds.stream().map(PartitionField::quoted).collect(Collectors.joining(", "));
            return call("range", quoted(field), quoted(name), list);
        }
    }

    /** A value that the writer knows and the record does not hold, such as the time the broker took it. */
    record Provided(String name, ValueType type) implements PartitionField {

        /** The types Kite knows. */
        public enum ValueType {
            STRING,
            INT,
            LONG;

            String keyword() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String expression() {
            return call("provided", quoted(name), quoted(type.keyword()));
        }
    }

    /** What may stand between quotes: nothing that JEXL, which Kite evaluates it with, could take for code. */
    Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9_.:\\- ]*");

    private static String quoted(String argument) {
        if (!ARGUMENT.matcher(argument).matches()) {
            throw new IllegalArgumentException(
                    "a partition expression takes letters, digits and _ . : - and spaces, not: " + argument);
        }
        return "\"" + argument + "\"";
    }

    private static String call(String function, String... arguments) {
        return function + "(" + String.join(", ", arguments) + ")";
    }
}
