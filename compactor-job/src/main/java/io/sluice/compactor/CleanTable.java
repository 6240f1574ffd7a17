/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CleanReport.Item;
import java.util.Locale;

/** A report of a clean for people: a line for each thing that was found. */
final class CleanTable {

    private CleanTable() {}

    static String of(CleanReport report, boolean dryRun) {
        StringBuilder text = new StringBuilder();
        for (Item item : report.items()) {
            String verb = !item.kind().removed() ? "leave" : dryRun ? "would free" : "freed";
            text.append(String.format(
                    Locale.ROOT,
                    "%-10s %10s  %s  (%s)%n",
                    verb,
                    ByteSize.format(item.bytes()),
                    item.path(),
                    item.kind()));
        }
        if (report.items().isEmpty()) {
            text.append(String.format(Locale.ROOT, "nothing to clean%n"));
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    dryRun ? "dry run: nothing was changed; %s would be free%n" : "%s freed%n",
                    ByteSize.format(report.bytes())));
        }
        return text.toString();
    }
}
