/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When the time of a partition is over, from its name: {@code dt=2026-11-22}, also with {@code hour=17} below it, or
 * {@code year=2026/month=11/day=22} with or without {@code hour=17}; in UTC.
 */
final class PartitionTime {

    private static final Set<String> DATES = Set.of("dt", "date", "day", "ds");
    private static final Set<String> HOURS = Set.of("hour", "hr", "h");
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

    private PartitionTime() {}

    /** The first moment after it, epoch milliseconds; empty if the name tells no time. */
    static Optional<Long> endMs(String partition) {
        Map<String, String> values = new HashMap<>();
        for (String part : partition.split("/")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals).toLowerCase(Locale.ROOT), part.substring(equals + 1));
            }
        }
        try {
            return date(values).map(date -> {
                Optional<String> hour = HOURS.stream()
                        .filter(values::containsKey)
                        .map(values::get)
                        .findFirst();
                LocalDateTime end = hour.isEmpty()
                        ? date.plusDays(1).atStartOfDay()
                        : date.atTime(Integer.parseInt(hour.get()), 0).plusHours(1);
                return end.toInstant(ZoneOffset.UTC).toEpochMilli();
            });
        } catch (DateTimeException | NumberFormatException e) {
            // A value that looks like a time to nobody.
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(Map<String, String> values) {
        if (values.containsKey("year") && values.containsKey("month") && values.containsKey("day")) {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(values.get("year")),
                    Integer.parseInt(values.get("month")),
                    Integer.parseInt(values.get("day"))));
        }
        return DATES.stream()
                .filter(values::containsKey)
                .map(values::get)
                .findFirst()
                .map(text -> text.length() == COMPACT.format(LocalDate.EPOCH).length()
                        ? LocalDate.parse(text, COMPACT)
                        : LocalDate.parse(text));
    }
}
