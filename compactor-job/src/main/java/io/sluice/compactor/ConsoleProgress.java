/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.table.StorePath;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells people how a run goes on: on a terminal a bar that moves, elsewhere a line for each tenth, both with bytes, speed
 * and the time that is left at that speed; and a line for each merge.
 */
final class ConsoleProgress implements CompactionListener {

    private static final int PERCENT_PER_LINE = 10;
    private static final int BAR_CELLS = 24;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter out;
    private final long targetBytes;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long startNanos;
    private long drawnNanos;
    private long printedPercent;
    private int drawnLength;

    /**
     * Begins.
     *
     * @param targetBytes of a merged file
     * @param terminal whether a line can be written over
     */
    ConsoleProgress(PrintWriter out, long targetBytes, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.targetBytes = targetBytes;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized void recovered(long sequence, String outcome) {
        print("merge %d of an earlier run: %s%n", sequence, outcome);
    }

    @Override
    public synchronized void reclaimed(StorePath file, long bytes) {
        print("reclaimed %s of dead bytes from %s%n", ByteSize.format(bytes), file);
    }

    @Override
    public synchronized void notReclaimed(StorePath file, String reason) {
        print("%s keeps its dead bytes: %s%n", file, reason);
    }

    @Override
    public synchronized void planned(CompactionPlan plan) {
        out.print(plan);
        out.flush();
        startNanos = nanoTime.getAsLong();
        drawnNanos = startNanos;
    }

    @Override
    public synchronized void wouldSwap(MergeGroup group, String how) {
        print("swap %,d files in %s %s%n", group.files().size(), where(group), how);
    }

    @Override
    public synchronized void progress(long done, long total) {
        long now = nanoTime.getAsLong();
        long percent = total == 0 ? 100 : Math.min(100, done * 100 / total);
        if (terminal) {
            if (now - drawnNanos >= REDRAW_NANOS || percent == 100) {
                drawnNanos = now;
                draw(bar(percent) + " " + numbers(done, total, percent, now));
            }
        } else if (percent >= printedPercent + PERCENT_PER_LINE) {
            printedPercent = percent - percent % PERCENT_PER_LINE;
            print("merged %s%n", numbers(done, total, percent, now));
        }
    }

    private static String bar(long percent) {
        int full = (int) (percent * BAR_CELLS / 100);
        return "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "]";
    }

    private String numbers(long done, long total, long percent, long now) {
        double seconds = Math.max(1, now - startNanos) / NANOS;
        double perSecond = done / seconds;
        String left = done == 0 ? "?" : time(Math.round((total - done) / perSecond));
        return String.format(
                Locale.ROOT,
                "%s of %s (%d %%), %s/s, %s left",
                ByteSize.format(done),
                ByteSize.format(total),
                percent,
                ByteSize.format((long) perSecond),
                left);
    }

    private static String time(long seconds) {
        if (seconds < TimeUnit.MINUTES.toSeconds(1)) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d min", minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", minutes / 60, minutes % 60);
    }

    @Override
    public synchronized void finished(MergeResult result) {
        String where = where(result.group());
        int files = result.group().files().size();
        if (result.ending() == Ending.MERGED) {
            print(
                    "%,d files in %s are now one of %s (expected %s, target %s)%s%n",
                    files,
                    where,
                    ByteSize.format(result.rowBytes()),
                    ByteSize.format(result.group().weight()),
                    ByteSize.format(targetBytes),
                    result.removedRows() == 0
                            ? ""
                            : String.format(Locale.ROOT, ", without %,d duplicates", result.removedRows()));
        } else if (result.ending() == Ending.FAILED) {
            print("%,d files in %s stay as they are: %s%n", files, where, result.message());
        } else {
            print("%,d files in %s: outcome unknown, nothing touched: %s%n", files, where, result.message());
        }
    }

    private static String where(MergeGroup group) {
        return group.partition().isEmpty() ? "the table's root" : group.partition();
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawnLength - line.length())));
        out.flush();
        drawnLength = line.length();
    }

    private void print(String form, Object... values) {
        if (drawnLength > 0) {
            out.print("\r" + " ".repeat(drawnLength) + "\r");
            drawnLength = 0;
        }
        out.print(String.format(Locale.ROOT, form, values));
        out.flush();
    }
}
