/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.schema.SchemaFingerprint;
import io.sluice.table.OffsetRange;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.OffsetRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The key-value metadata of a merged file, from those of its inputs. */
public final class FooterMerge {

    /** Keys that say how values are meant: files that differ in one cannot share a column without decoding it. */
    private static final Set<String> MEANING = Set.of(
            "org.apache.spark.legacyDateTime",
            "org.apache.spark.legacyINT96",
            "org.apache.spark.timeZone",
            "writer.time.zone",
            "writer.date.proleptic",
            "writer.zone.conversion.legacy");

    /** Keys that describe the schema of one file in a language of their own. */
    private static final Set<String> OF_ONE_SCHEMA = Set.of(
            "avro.schema",
            OutputSchema.avroKey(),
            "org.apache.spark.sql.parquet.row.metadata",
            "ARROW:schema",
            "pandas",
            FooterKeys.SCHEMA_VERSION,
            FooterKeys.SCHEMA_FINGERPRINT);

    private FooterMerge() {}

    /** The inputs' footers contradict each other. The message names key and file. */
    public static final class ConflictingFootersException extends RuntimeException {
        ConflictingFootersException(String message) {
            super(message);
        }
    }

    /**
     * Merges: offset ranges are united, what all inputs agree on is kept, and what describes a schema that is no longer
     * theirs is dropped.
     *
     * @throws ConflictingFootersException if the values of two inputs mean different things, or a record is in two
     */
    public static Map<String, String> of(MergeGroup group, OutputSchema schema, long sequence) {
        Map<String, String> merged = agreed(group.files());
        if (schema.evolved()) {
            merged.keySet().removeAll(OF_ONE_SCHEMA);
        }
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

    private static Map<String, String> agreed(List<TableFile> files) {
        Map<String, String> first = files.get(0).facts().keyValues();
        Set<String> keys = new HashSet<>();
        files.forEach(f -> keys.addAll(f.facts().keyValues().keySet()));
        Map<String, String> agreed = new HashMap<>(first);
        for (TableFile file : files) {
            for (String key : keys) {
                String value = file.facts().keyValues().get(key);
                if (!Objects.equals(value, first.get(key))) {
                    if (MEANING.contains(key)) {
                        throw new ConflictingFootersException(file.entry().path() + " and "
                                + files.get(0).entry().path() + " have different values of " + key + " (" + value
                                + ", " + first.get(key) + "): their dates or times mean different things");
                    }
                    agreed.remove(key);
                }
            }
        }
        return agreed;
    }

    private static List<OffsetRange> ranges(List<TableFile> files) {
        List<OffsetRange> all = new ArrayList<>();
        for (TableFile file : files) {
            String json = file.facts().keyValues().get(FooterKeys.OFFSET_RANGES);
            if (json != null) {
                try {
                    all.addAll(OffsetRanges.fromJson(json));
                } catch (IllegalArgumentException e) {
                    throw new ConflictingFootersException(file.entry().path() + ": " + e.getMessage());
                }
            }
        }
        try {
            return OffsetRanges.union(all);
        } catch (IllegalArgumentException e) {
            throw new ConflictingFootersException("a record would be in the merged file twice, first input "
                    + files.get(0).entry().path() + ": " + e.getMessage());
        }
    }
}
