/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.table.metadata.PartitionField.Calendar;
import io.sluice.table.metadata.PartitionField.DateFormat;
import io.sluice.table.metadata.PartitionField.FixedSizeRange;
import io.sluice.table.metadata.PartitionField.Hash;
import io.sluice.table.metadata.PartitionField.Identity;
import io.sluice.table.metadata.PartitionField.IntRange;
import io.sluice.table.metadata.PartitionField.Provided;
import io.sluice.table.metadata.PartitionField.StringRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one partition expression: <code>expression = [ call | "[" call { "," call } "]" ]</code>, <code>
 * call = word "(" argument { "," argument } ")"</code>, an argument is a plain string in double quotes or a whole
 * number.
 */
final class ExpressionParser {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:\"([A-Za-z0-9_.:\\- ]*)\"|(-?\\d{1,18})|([A-Za-z]+)|([\\[\\](),]))");

    private final String expression;
    private final Matcher tokens;
    private int at;

    ExpressionParser(String expression) {
        this.expression = expression;
        this.tokens = TOKEN.matcher(expression);
    }

    List<PartitionField> parse() {
        List<PartitionField> fields = new ArrayList<>();
        if (atEnd()) {
            return fields;
        }
        boolean list = peek("[");
        if (list) {
            expect("[");
        }
        do {
            fields.add(call());
        } while (list && next(","));
        if (list) {
            expect("]");
        }
        if (!atEnd()) {
            throw wrong("the end");
        }
        return fields;
    }

    private PartitionField call() {
        String function = word();
        expect("(");
        List<Object> arguments = new ArrayList<>();
        do {
            arguments.add(argument());
        } while (next(","));
        expect(")");
        return field(function, new Arguments(function, arguments));
    }

    private PartitionField field(String function, Arguments given) {
        return switch (function) {
            case "year", "month", "day", "hour", "minute" -> {
                given.require(2);
                Calendar.Unit unit = Calendar.Unit.valueOf(function.toUpperCase(Locale.ROOT));
                yield new Calendar(unit, given.text(0), given.text(1));
            }
            case "dateFormat" -> {
                given.require(3);
                yield new DateFormat(given.text(0), given.text(1), given.text(2));
            }
            case "identity" -> {
                // Its third argument is a class that Kite loads by name: read, never used.
                given.require(4);
                given.text(2);
                yield new Identity(given.text(0), given.text(1), given.integer(3));
            }
            case "hash" -> {
                given.require(3);
                yield new Hash(given.text(0), given.text(1), given.integer(2));
            }
            case "fixedSizeRange" -> {
                given.require(3);
                yield new FixedSizeRange(given.text(0), given.text(1), given.number(2));
            }
            case "range" -> given.range();
            case "provided" -> {
                given.require(2);
                yield new Provided(given.text(0), given.valueType(1));
            }
            default -> throw given.wrong("unknown function");
        };
    }

    private record Arguments(String function, List<Object> values) {

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("partition expression: " + what + ": " + function + values);
        }

        void require(int count) {
            if (values.size() != count) {
                throw wrong(count + " arguments wanted");
            }
        }

        String text(int index) {
            if (values.get(index) instanceof String text) {
                return text;
            }
            throw wrong("argument " + (index + 1) + " is to be a string");
        }

        long number(int index) {
            if (values.get(index) instanceof Long number) {
                return number;
            }
            throw wrong("argument " + (index + 1) + " is to be a whole number");
        }

        int integer(int index) {
            long number = number(index);
            if (number != (int) number) {
                throw wrong("argument " + (index + 1) + " is out of range");
            }
            return (int) number;
        }

        Provided.ValueType valueType(int index) {
            for (Provided.ValueType type : Provided.ValueType.values()) {
                if (type.keyword().equals(text(index))) {
                    return type;
                }
            }
            throw wrong("the type is to be string, int or long");
        }

        PartitionField range() {
            if (values.size() < 3) {
                throw wrong("a bound wanted");
            }
            if (values.get(2) instanceof Long) {
                List<Integer> bounds = new ArrayList<>();
                for (int i = 2; i < values.size(); i++) {
                    bounds.add(integer(i));
                }
                return new IntRange(text(0), text(1), bounds);
            }
            List<String> bounds = new ArrayList<>();
            for (int i = 2; i < values.size(); i++) {
                bounds.add(text(i));
            }
            return new StringRange(text(0), text(1), bounds);
        }
    }

    private boolean atEnd() {
        return expression.substring(at).isBlank();
    }

    private boolean lookingAt() {
        return tokens.region(at, expression.length()).lookingAt();
    }

    private boolean peek(String symbol) {
        return lookingAt() && symbol.equals(tokens.group(4));
    }

    private boolean next(String symbol) {
        boolean there = peek(symbol);
        if (there) {
            at = tokens.end();
        }
        return there;
    }

    private void expect(String symbol) {
        if (!next(symbol)) {
            throw wrong(symbol);
        }
    }

    private String word() {
        if (!lookingAt() || tokens.group(3) == null) {
            throw wrong("a function");
        }
        at = tokens.end();
        return tokens.group(3);
    }

    private Object argument() {
        if (!lookingAt() || (tokens.group(1) == null && tokens.group(2) == null)) {
            throw wrong("a plain string or a whole number");
        }
        at = tokens.end();
        return tokens.group(1) != null ? tokens.group(1) : Long.valueOf(tokens.group(2));
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException(
                "partition expression: " + wanted + " wanted at position " + at + " of " + expression);
    }
}
