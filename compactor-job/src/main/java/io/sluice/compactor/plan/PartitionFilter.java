/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses partitions by expressions such as {@code dt=2026-11-22}, {@code dt=2026-*-22/hour=17} or {@code
 * dt>=2026-11-01/hour<6}: each part of the expression is compared with the part of the partition's path at the same
 * depth, and what the expression leaves out at the end is free. A star stands for anything within a part. The comparisons
 * {@code <}, {@code <=}, {@code >}, {@code >=} and {@code !=} take two whole numbers as numbers, and all else as text.
 * Without expressions, all are chosen.
 */
public record PartitionFilter(List<String> expressions) {

    private static final Pattern COMPARISON = Pattern.compile("([^<>!=*]+)(<=|>=|!=|<|>)(.+)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    public static final PartitionFilter ALL = new PartitionFilter(List.of());

    public PartitionFilter {
        expressions = List.copyOf(expressions);
        for (String expression : expressions) {
            for (String part : expression.split("/", -1)) {
                if (part.isEmpty()) {
                    throw new IllegalArgumentException("partition expression '" + expression
                            + "' has an empty part; write it as dt=2026-11-22/hour=17 or dt=2026-11-*");
                }
            }
        }
    }

    public boolean matches(String partition) {
        return expressions.isEmpty() || expressions.stream().anyMatch(e -> matches(e, partition));
    }

    private static boolean matches(String expression, String partition) {
        String[] wanted = expression.split("/");
        String[] parts = partition.split("/");
        if (wanted.length > parts.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            Matcher comparison = COMPARISON.matcher(wanted[i]);
            boolean chosen = comparison.matches()
                    ? compares(comparison, parts[i])
                    : glob(wanted[i]).matcher(parts[i]).matches();
            if (!chosen) {
                return false;
            }
        }
        return true;
    }

    private static boolean compares(Matcher comparison, String part) {
        int equals = part.indexOf('=');
        if (equals < 0 || !part.substring(0, equals).equals(comparison.group(1))) {
            return false;
        }
        int order = order(part.substring(equals + 1), comparison.group(3));
        return switch (comparison.group(2)) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order != 0;
        };
    }

    private static int order(String value, String bound) {
        return NUMBER.matcher(value).matches() && NUMBER.matcher(bound).matches()
                ? Long.compare(Long.parseLong(value), Long.parseLong(bound))
                : value.compareTo(bound);
    }

    private static Pattern glob(String part) {
        StringBuilder regex = new StringBuilder();
        for (String literal : part.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
