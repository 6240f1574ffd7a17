/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.plan.CompactionPlan;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints the plan, and then a line for each tenth of the work and each merge. Thread-safe. */
final class ConsoleProgress implements CompactionListener {

    private static final int PERCENT_PER_LINE = 10;

    private final PrintWriter out;
    private long printedPercent;

    ConsoleProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void recovered(long sequence, String outcome) {
        print("merge %d of an earlier run: %s%n", sequence, outcome);
    }

    @Override
    public synchronized void planned(CompactionPlan plan) {
        out.print(plan);
        out.flush();
    }

    @Override
    public synchronized void progress(long done, long total) {
        long percent = total == 0 ? 100 : done * 100 / total;
        if (percent >= printedPercent + PERCENT_PER_LINE) {
            printedPercent = percent - percent % PERCENT_PER_LINE;
            print("merged %s of %s (%d %%)%n", ByteSize.format(done), ByteSize.format(total), percent);
        }
    }

    @Override
    public synchronized void finished(MergeResult result) {
        String where = result.group().partition().isEmpty()
                ? "the table's root"
                : result.group().partition();
        int files = result.group().files().size();
        if (result.ending() == Ending.MERGED) {
            print("%,d files in %s are now one of %s%n", files, where, ByteSize.format(result.rowBytes()));
        } else if (result.ending() == Ending.FAILED) {
            print("%,d files in %s stay as they are: %s%n", files, where, result.message());
        } else {
            print("%,d files in %s: outcome unknown, nothing touched: %s%n", files, where, result.message());
        }
    }

    private void print(String form, Object... values) {
        out.print(String.format(Locale.ROOT, form, values));
        out.flush();
    }
}
