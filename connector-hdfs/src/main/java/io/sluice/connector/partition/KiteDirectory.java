/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.table.metadata.PartitionField;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One directory level as Kite names it: {@code name=value}, the value encoded as in a URL. What Kite computes with Avro 1.7
 * is computed here by its own rules, since Avro's have changed since: the hash of a text most of all. Not thread-safe.
 */
abstract sealed class KiteDirectory {

    private final String prefix;

    private KiteDirectory(String name) {
        this.prefix = name + "=";
    }

    /**
     * The level of a strategy's field.
     *
     * @param provided values of {@code provided} fields, by name
     * @throws ConfigException if it is provided, and there is no value for it
     */
    static KiteDirectory of(PartitionField field, Map<String, String> provided) {
        if (field instanceof PartitionField.Provided own) {
            String value = provided.get(own.name());
            if (value == null) {
                throw new ConfigException("the partition '" + own.name()
                        + "' is provided: say its value in kite.partition.provided=" + own.name() + "=…");
            }
            return new Told(own.name(), value);
        }
        return new OfField(field);
    }

    final void appendTo(StringBuilder path, String topic, int partition, GenericRecord record) {
        path.append(prefix).append(URLEncoder.encode(value(topic, partition, record), UTF_8));
    }

    abstract String value(String topic, int partition, GenericRecord record);

    private static final class Told extends KiteDirectory {

        private final String value;

        Told(String name, String value) {
            super(name);
            this.value = value;
        }

        @Override
        String value(String topic, int partition, GenericRecord record) {
            return value.replace("${topic}", topic).replace("${partition}", Integer.toString(partition));
        }
    }

    private static final class OfField extends KiteDirectory {

        private static final long MINUTE_MS = 60_000;

        private final PartitionField field;
        private final FieldPath path;
        private final @Nullable SimpleDateFormat dateFormat;
        private final boolean sameWithinMinute;
        /** A log's neighbours are of the same minute. */
        private long lastMinute;

        private @Nullable String ofLastMinute;

        OfField(PartitionField field) {
            super(field.name());
            this.field = field;
            this.path = new FieldPath(field.source().orElseThrow());
            this.dateFormat = field instanceof PartitionField.DateFormat of ? utc(of.pattern()) : null;
            this.sameWithinMinute = holdsForAMinute(field);
        }

        private static boolean holdsForAMinute(PartitionField field) {
            if (field instanceof PartitionField.DateFormat of) {
                return !of.pattern().matches("(?s).*[sS].*");
            }
            return field instanceof PartitionField.Calendar;
        }

        /** Kite's own, but for the language of names, which is that of whoever runs it there. */
        private static SimpleDateFormat utc(String pattern) {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            return format;
        }

        @Override
        String value(String topic, int partition, GenericRecord record) {
            Object value = path.in(record).value();
            if (value == null) {
                throw new PartitionException("field '" + field.source().orElseThrow() + "' is null, and Kite has no"
                        + " directory for null: " + field.expression());
            }
            if (field instanceof PartitionField.Calendar || dateFormat != null) {
                return ofTime(number(value));
            }
            if (field instanceof PartitionField.Hash hash) {
                return Integer.toString((kiteHash(value) & Integer.MAX_VALUE) % hash.buckets());
            }
            if (field instanceof PartitionField.FixedSizeRange range) {
                return Long.toString(Math.floorDiv(number(value), range.size()) * range.size());
            }
            if (field instanceof PartitionField.IntRange range) {
                return Integer.toString(indexOf(range.bounds(), Math.toIntExact(number(value))));
            }
            if (field instanceof PartitionField.StringRange range) {
                return boundOf(range.bounds(), value.toString());
            }
            if (value instanceof CharSequence
                    || value instanceof Number
                    || value instanceof Boolean
                    || value instanceof GenericEnumSymbol<?>) {
                return value.toString();
            }
            throw unusable("a text, a number or a boolean");
        }

        private String ofTime(long ms) {
            long minute = Math.floorDiv(ms, MINUTE_MS);
            String known = ofLastMinute;
            if (known != null && minute == lastMinute && sameWithinMinute) {
                return known;
            }
            String value = field instanceof PartitionField.Calendar calendar
                    ? part(calendar.unit(), time(ms))
                    : Objects.requireNonNull(dateFormat).format(ms);
            lastMinute = minute;
            ofLastMinute = value;
            return value;
        }

        private static ZonedDateTime time(long ms) {
            return Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC);
        }

        private static String part(PartitionField.Calendar.Unit unit, ZonedDateTime time) {
            return switch (unit) {
                case YEAR -> Integer.toString(time.getYear());
                case MONTH -> twoDigits(time.getMonthValue());
                case DAY -> twoDigits(time.getDayOfMonth());
                case HOUR -> twoDigits(time.getHour());
                case MINUTE -> twoDigits(time.getMinute());
            };
        }

        private static String twoDigits(int number) {
            return number < 10 ? "0" + number : Integer.toString(number);
        }

        private long number(Object value) {
            if (value instanceof Long || value instanceof Integer) {
                return ((Number) value).longValue();
            }
            throw unusable("a whole number");
        }

        private int indexOf(List<Integer> bounds, int value) {
            for (int i = 0; i < bounds.size(); i++) {
                if (value <= bounds.get(i)) {
                    return i;
                }
            }
            throw outside(value);
        }

        private String boundOf(List<String> bounds, String value) {
            for (String bound : bounds) {
                if (value.compareTo(bound) <= 0) {
                    return bound;
                }
            }
            throw outside(value);
        }

        private PartitionException outside(Object value) {
            return new PartitionException("field '" + field.source().orElseThrow() + "': " + value
                    + " is behind the last bound of " + field.expression());
        }

        private PartitionException unusable(String wanted) {
            return new PartitionException("field '" + field.source().orElseThrow() + "' cannot be partitioned by "
                    + field.expression() + ": it is not " + wanted);
        }

        /** As the objects of Avro 1.7 have it. */
        private int kiteHash(Object value) {
            if (value instanceof CharSequence text) {
                int hash = 0;
                for (byte each : text.toString().getBytes(UTF_8)) {
                    hash = hash * 31 + each;
                }
                return hash;
            }
            if (value instanceof GenericEnumSymbol<?> symbol) {
                return symbol.toString().hashCode();
            }
            if (value instanceof GenericFixed fixed) {
                return Arrays.hashCode(fixed.bytes());
            }
            if (value instanceof Number || value instanceof Boolean || value instanceof ByteBuffer) {
                return value.hashCode();
            }
            throw unusable("a scalar");
        }
    }
}
