/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Chooses partitions by expressions such as {@code dt=2026-11-22} or {@code dt=2026-*-22/hour=17}: each part of the
 * expression is compared with the part of the partition's path at the same depth, a star stands for anything within a
 * part, and what the expression leaves out at the end is free. Without expressions, all are chosen.
 */
public record PartitionFilter(List<String> expressions) {

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
            if (!glob(wanted[i]).matcher(parts[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Pattern glob(String part) {
        StringBuilder regex = new StringBuilder();
        for (String literal : part.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
