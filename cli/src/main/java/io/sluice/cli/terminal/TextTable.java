/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as aligned text. */
final class TextTable {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,.]*( ?[kKMGT]?i?B)?");
    private static final int MAX_CELL = 60;

    private TextTable() {}

    static List<String> render(List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        boolean[] right = new boolean[header.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] = header.get(c).length();
            right[c] = !rows.isEmpty()
                    && rows.stream()
                            .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], cut(row.get(c)).length());
            }
        }
        List<String> lines = new ArrayList<>(rows.size() + 2);
        lines.add(line(header, widths, right));
        StringBuilder rule = new StringBuilder("  ");
        for (int width : widths) {
            rule.append("-".repeat(width)).append("  ");
        }
        lines.add(rule.toString().stripTrailing());
        for (List<String> row : rows) {
            lines.add(line(row, widths, right));
        }
        return lines;
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder("  ");
        for (int c = 0; c < widths.length; c++) {
            String cell = cut(cells.get(c));
            String padding = " ".repeat(widths[c] - cell.length());
            line.append(right[c] ? padding + cell : cell + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell) {
        return cell.length() <= MAX_CELL ? cell : cell.substring(0, MAX_CELL - 1) + "…";
    }
}
