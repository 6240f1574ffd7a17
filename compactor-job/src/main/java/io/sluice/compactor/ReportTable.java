/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.TableSize;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** A report as a small table for people: before and after. */
final class ReportTable {

    private final CompactionReport report;
    private final StringBuilder text = new StringBuilder();

    private ReportTable(CompactionReport report) {
        this.report = report;
    }

    static String of(CompactionReport report) {
        return new ReportTable(report).render();
    }

    private String render() {
        text.append(String.format(Locale.ROOT, "%-12s %14s %14s%n", "", "before", "after"));
        row("files", TableSize::files, ReportTable::count);
        row("rows", TableSize::rows, ReportTable::count);
        row("row groups", TableSize::rowGroups, ReportTable::count);
        row("bytes", TableSize::bytes, ByteSize::format);
        if (report.after().deadBytes() > 0 || report.before().deadBytes() > 0) {
            row("  of them dead", TableSize::deadBytes, ByteSize::format);
        }
        return text.toString();
    }

    private void row(String name, ToLongFunction<TableSize> what, LongFunction<String> form) {
        text.append(String.format(
                Locale.ROOT,
                "%-14s %12s %14s%n",
                name,
                form.apply(what.applyAsLong(report.before())),
                form.apply(what.applyAsLong(report.after()))));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
