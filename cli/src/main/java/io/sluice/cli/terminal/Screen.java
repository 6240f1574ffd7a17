/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a person reads: lines, tables, and progress that redraws itself on a terminal and is plain lines elsewhere.
 * Thread-safe.
 */
public final class Screen {

    private static final int BAR_WIDTH = 30;

    private final PrintWriter out;
    private final boolean terminal;
    private String drawn = "";
    private int lastPrintedTenth = -1;

    public Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On a terminal if the launcher says that standard output is one. */
    public static Screen of(PrintWriter out) {
        return new Screen(out, Boolean.getBoolean("sluice.tty"));
    }

    public synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    public void blank() {
        line("");
    }

    /** Columns as wide as their widest cell; numbers to the right. */
    public void table(List<String> header, List<List<String>> rows) {
        TextTable.render(header, rows).forEach(this::line);
    }

    /**
     * Shows how far something is.
     *
     * @param detail what stands behind the bar, such as {@code 3,000 of 4,891 records}
     */
    public synchronized void progress(String label, long done, long total, String detail) {
        double share = total <= 0 ? 1 : Math.min(1.0, (double) done / total);
        if (terminal) {
            int filled = (int) (share * BAR_WIDTH);
            String text = String.format(
                    Locale.ROOT,
                    "  %-10s [%s%s] %3.0f%%  %s",
                    label,
                    "#".repeat(filled),
                    " ".repeat(BAR_WIDTH - filled),
                    share * 100,
                    detail);
            String padding = " ".repeat(Math.max(0, drawn.length() - text.length()));
            out.print("\r" + text + padding);
            out.flush();
            drawn = text;
            return;
        }
        int tenth = (int) (share * 4);
        if (tenth != lastPrintedTenth) {
            lastPrintedTenth = tenth;
            out.printf(Locale.ROOT, "  %-10s %3.0f%%  %s%n", label, share * 100, detail);
            out.flush();
        }
    }

    /** Ends a progress display, with what came of it. */
    public synchronized void done(String label, String result) {
        erase();
        lastPrintedTenth = -1;
        out.printf(Locale.ROOT, "  %-10s %s%n", label, result);
        out.flush();
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print("\r" + " ".repeat(drawn.length()) + "\r");
            drawn = "";
        }
    }
}
