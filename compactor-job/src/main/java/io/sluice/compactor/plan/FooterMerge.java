/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.OffsetRange;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.OffsetRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.schema.MessageType;

/** The key-value metadata of a merged file, from those of its inputs. */
public final class FooterMerge {

    /** Keys that describe the schema of one file in a language of their own. */
    private static final Set<String> OF_ONE_SCHEMA = Set.of(
            "avro.schema",
            OutputSchema.avroKey(),
            SparkSchemaMerge.KEY,
            "iceberg.schema",
            "parquet.proto.descriptor",
            "ARROW:schema",
            "pandas",
            FooterKeys.SCHEMA_VERSION,
            FooterKeys.SCHEMA_FINGERPRINT);

    private FooterMerge() {}

    /**
     * Merges: offset ranges and Spark's schemas are united, what all inputs agree on is kept, and what describes a schema
     * that is no longer theirs is dropped.
     *
     * @throws RefusedFilesException if the values of some mean other things than those of most, or records of one are in
     *     another, or offset ranges are no such
     */
    public static Map<String, String> of(MergeGroup group, OutputSchema schema, long sequence) {
        IdentityHashMap<MessageType, Boolean> matters = new IdentityHashMap<>();
        List<TableFile> timed = group.files().stream()
                .filter(f -> matters.computeIfAbsent(f.facts().schema(), TimeMeaning::matters))
                .toList();
        if (!timed.isEmpty()) {
            requireOneMeaning(timed);
            requireConvertible(timed, schema);
        }
        Map<String, String> merged = agreed(group.files());
        merged.putAll(TimeMeaning.keyValues(timed));
        if (schema.evolved()) {
            merged.keySet().removeAll(OF_ONE_SCHEMA);
        }
        sparkSchema(group.files(), schema).ifPresent(json -> merged.put(SparkSchemaMerge.KEY, json));
        merged.remove(FooterKeys.OFFSET_RANGES);
        List<OffsetRange> ranges = ranges(group.files());
        if (!ranges.isEmpty()) {
            merged.put(FooterKeys.OFFSET_RANGES, OffsetRanges.toJson(ranges));
        }
        schema.avro().ifPresent(avro -> merged.put(OutputSchema.avroKey(), avro.toString()));
        schema.ofTable().ifPresent(table -> {
            merged.put(FooterKeys.SCHEMA_VERSION, Integer.toString(table.version()));
            merged.put(
                    FooterKeys.SCHEMA_FINGERPRINT,
                    SchemaFingerprint.of(table.schema()).hex());
        });
        merged.put(FooterKeys.MERGE_SEQUENCE, Long.toString(sequence));
        merged.put(MergeKeys.WEIGHT, Long.toString(group.weight()));
        return merged;
    }

    private static Optional<String> sparkSchema(List<TableFile> files, OutputSchema schema) {
        List<String> schemas = new ArrayList<>();
        for (TableFile file : files) {
            String json = file.facts().keyValues().get(SparkSchemaMerge.KEY);
            if (json == null) {
                return Optional.empty();
            }
            schemas.add(json);
        }
        return SparkSchemaMerge.of(schemas, schema.parquet());
    }

    private static void requireConvertible(List<TableFile> files, OutputSchema schema) {
        Map<StorePath, String> refused = new LinkedHashMap<>();
        files.forEach(f -> TimeMeaning.conversionRefused(f, schema.parquet())
                .ifPresent(why -> refused.put(f.entry().path(), why)));
        refuse(refused);
    }

    private static Map<String, String> agreed(List<TableFile> files) {
        Map<String, String> first = files.get(0).facts().keyValues();
        Set<String> keys = new HashSet<>();
        files.forEach(f -> keys.addAll(f.facts().keyValues().keySet()));
        Map<String, String> agreed = new HashMap<>(first);
        for (TableFile file : files) {
            for (String key : keys) {
                if (!Objects.equals(file.facts().keyValues().get(key), first.get(key))) {
                    agreed.remove(key);
                }
            }
        }
        return agreed;
    }

    /** What most files with dates or times mean holds; of two as many, what the first do. */
    private static void requireOneMeaning(List<TableFile> timed) {
        Map<Map<String, String>, List<TableFile>> byMeaning = new LinkedHashMap<>();
        timed.forEach(f -> byMeaning
                .computeIfAbsent(TimeMeaning.of(f), m -> new ArrayList<>())
                .add(f));
        TableFile usual = byMeaning.values().stream()
                .reduce((a, b) -> b.size() > a.size() ? b : a)
                .orElse(timed)
                .get(0);
        Map<String, String> meant = TimeMeaning.of(usual);
        Map<StorePath, String> refused = new LinkedHashMap<>();
        byMeaning.forEach((meaning, others) -> {
            if (!meaning.equals(meant)) {
                others.forEach(f -> refused.put(
                        f.entry().path(),
                        f.entry().path() + " has " + meaning + " in its footer, "
                                + usual.entry().path() + " has " + meant
                                + ": their dates or times mean different things"));
            }
        });
        refuse(refused);
    }

    private static List<OffsetRange> ranges(List<TableFile> files) {
        Map<TableFile, List<OffsetRange>> ranges = new LinkedHashMap<>();
        Map<StorePath, String> refused = new LinkedHashMap<>();
        for (TableFile file : files) {
            String json = file.facts().keyValues().get(FooterKeys.OFFSET_RANGES);
            if (json != null) {
                try {
                    ranges.put(file, OffsetRanges.fromJson(json));
                } catch (IllegalArgumentException e) {
                    refused.put(file.entry().path(), file.entry().path() + ": " + e.getMessage());
                }
            }
        }
        refuse(refused);
        try {
            return OffsetRanges.union(
                    ranges.values().stream().flatMap(List::stream).toList());
        } catch (IllegalArgumentException e) {
            throw new RefusedFilesException(overlapping(ranges));
        }
    }

    /** Those that have records of files before them. */
    private static Map<StorePath, String> overlapping(Map<TableFile, List<OffsetRange>> ranges) {
        Map<StorePath, String> refused = new LinkedHashMap<>();
        List<OffsetRange> united = new ArrayList<>();
        ranges.forEach((file, own) -> {
            List<OffsetRange> with = new ArrayList<>(united);
            with.addAll(own);
            try {
                OffsetRanges.union(with);
                united.addAll(own);
            } catch (IllegalArgumentException e) {
                refused.put(
                        file.entry().path(),
                        file.entry().path() + ": a record would be in the merged file twice: " + e.getMessage());
            }
        });
        return refused;
    }

    private static void refuse(Map<StorePath, String> refused) {
        if (!refused.isEmpty()) {
            throw new RefusedFilesException(refused);
        }
    }
}
