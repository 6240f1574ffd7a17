/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.table.OffsetRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The records a data file holds, as a footer keeps them: a JSON list such as {@code
 * [{"topic":"flights","partition":0,"first":100,"last":199,"rows":100}]}.
 */
public final class OffsetRanges {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private OffsetRanges() {}

    public static String toJson(List<OffsetRange> ranges) {
        ArrayNode json = MAPPER.createArrayNode();
        for (OffsetRange range : ranges) {
            json.addObject()
                    .put("topic", range.topic())
                    .put("partition", range.partition())
                    .put("first", range.first())
                    .put("last", range.last())
                    .put("rows", range.rows());
        }
        return json.toString();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the caller knows the file and names it
     */
    public static List<OffsetRange> fromJson(String json) {
        JsonNode list;
        try {
            list = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(FooterKeys.OFFSET_RANGES + " is not JSON: " + json, e);
        }
        if (!list.isArray()) {
            throw new IllegalArgumentException(FooterKeys.OFFSET_RANGES + " is not a list: " + json);
        }
        List<OffsetRange> ranges = new ArrayList<>();
        for (JsonNode range : list) {
            if (!range.path("topic").isTextual()) {
                throw new IllegalArgumentException(FooterKeys.OFFSET_RANGES + " lacks \"topic\": " + range);
            }
            ranges.add(new OffsetRange(
                    range.get("topic").textValue(),
                    Math.toIntExact(number(range, "partition")),
                    number(range, "first"),
                    number(range, "last"),
                    number(range, "rows")));
        }
        return ranges;
    }

    private static long number(JsonNode range, String name) {
        JsonNode value = range.path(name);
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(FooterKeys.OFFSET_RANGES + " lacks a number \"" + name + "\": " + range);
        }
        return value.longValue();
    }

    /**
     * What a file holds that was merged from files with these ranges: in order, ranges that touch become one.
     *
     * @throws IllegalArgumentException if two ranges of a partition overlap: a record would be in the file twice
     */
    public static List<OffsetRange> union(List<OffsetRange> ranges) {
        List<OffsetRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparing(OffsetRange::topic)
                .thenComparingInt(OffsetRange::partition)
                .thenComparingLong(OffsetRange::first));
        List<OffsetRange> union = new ArrayList<>();
        for (OffsetRange next : sorted) {
            OffsetRange last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || !last.topic().equals(next.topic()) || last.partition() != next.partition()) {
                union.add(next);
            } else if (last.last() >= next.first()) {
                throw new IllegalArgumentException("ranges overlap: " + last + " and " + next);
            } else if (last.last() + 1 == next.first()) {
                union.set(
                        union.size() - 1,
                        new OffsetRange(
                                last.topic(), last.partition(), last.first(), next.last(), last.rows() + next.rows()));
            } else {
                union.add(next);
            }
        }
        return union;
    }
}
