/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What a footer says of how its dates and times are meant: which calendar, which time zone. Files that differ in it cannot
 * share a column, for a reader goes by the one footer that is left.
 */
final class TimeMeaning {

    /** Spark's version, by which it tells how its earlier ones wrote dates. */
    static final String SPARK_VERSION = "org.apache.spark.version";

    private static final List<String> BY_WHICH_INT96_IS_READ =
            List.of("org.apache.spark.legacyINT96", "writer.time.zone");

    private static final Set<String> KEYS = Set.of(
            "org.apache.spark.legacyDateTime",
            "org.apache.spark.legacyINT96",
            "org.apache.spark.timeZone",
            "writer.time.zone",
            "writer.date.proleptic",
            "writer.zone.conversion.legacy");

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

    private TimeMeaning() {}

    /** Whether a schema has a column to which it matters. */
    static boolean matters(MessageType schema) {
        return schema.getColumns().stream().anyMatch(TimeMeaning::isTime);
    }

    private static boolean isTime(ColumnDescriptor column) {
        LogicalTypeAnnotation type = column.getPrimitiveType().getLogicalTypeAnnotation();
        return isInt96(column)
                || type instanceof DateLogicalTypeAnnotation
                || type instanceof TimestampLogicalTypeAnnotation;
    }

    private static boolean isInt96(ColumnDescriptor column) {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    }

    /** Equal for files whose dates and times mean the same. */
    static Map<String, String> of(TableFile file) {
        Map<String, String> keyValues = file.facts().keyValues();
        Map<String, String> meaning = new TreeMap<>(keyValues);
        meaning.keySet().retainAll(KEYS);
        String version = keyValues.get(SPARK_VERSION);
        if (version != null) {
            long number = number(version);
            // Up to 3.0 (of INT96: 3.1) Spark counted days as Julius Caesar did, and its footers did not say so.
            if (number < number("3.0.0")) {
                meaning.put(SPARK_VERSION, "before 3.0");
            } else if (number < number("3.1.0")) {
                meaning.put(SPARK_VERSION, "before 3.1");
            }
        }
        return meaning;
    }

    /** What a footer has to say for all of these files, of which each means the same. */
    static Map<String, String> keyValues(List<TableFile> files) {
        Map<String, String> merged = new HashMap<>();
        Map<Long, String> versions = new TreeMap<>();
        boolean all = true;
        for (TableFile file : files) {
            merged.putAll(file.facts().keyValues());
            String version = file.facts().keyValues().get(SPARK_VERSION);
            all &= version != null;
            if (version != null) {
                versions.put(number(version), version);
            }
        }
        merged.keySet().retainAll(KEYS);
        if (all) {
            // Spark goes by the lowest; where a file has none, all are of a version that makes no difference.
            versions.values().stream().findFirst().ifPresent(lowest -> merged.put(SPARK_VERSION, lowest));
        }
        return merged;
    }

    /** Orders versions; what is no version is before all. */
    private static long number(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return -1;
        }
        long patch = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
        return (Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(matcher.group(2))) * 1_000_000 + patch;
    }

    /** Why the file's times of twelve bytes cannot become others in {@code output}; empty if they can, or need not. */
    static Optional<String> conversionRefused(TableFile file, MessageType output) {
        List<String> keys = BY_WHICH_INT96_IS_READ.stream()
                .filter(file.facts().keyValues()::containsKey)
                .toList();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Map<List<String>, PrimitiveTypeName> types = new HashMap<>();
        output.getColumns()
                .forEach(c ->
                        types.put(List.of(c.getPath()), c.getPrimitiveType().getPrimitiveTypeName()));
        boolean converts = file.facts().schema().getColumns().stream()
                .filter(TimeMeaning::isInt96)
                .anyMatch(c -> types.get(List.of(c.getPath())) != PrimitiveTypeName.INT96);
        return keys.stream()
                .filter(key -> converts)
                .map(key -> file.entry().path() + " has " + key
                        + " in its footer: by that its INT96 times are read, and" + " no other type's")
                .findFirst();
    }
}
