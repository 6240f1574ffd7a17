/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final StringWriter text = new StringWriter();

    private Screen screen(boolean terminal) {
        return new Screen(new PrintWriter(text, true), terminal);
    }

    @Test
    void shouldAlignColumnsWithNumbersToTheRight() {
        screen(false)
                .table(List.of("file", "rows"), List.of(List.of("a.parquet", "7"), List.of("longer.parquet", "1,234")));

        assertThat(text.toString()).isEqualTo("""
                  file             rows
                  --------------  -----
                  a.parquet           7
                  longer.parquet  1,234
                """.indent(0));
    }

    @Test
    void shouldDrawOneBarOnATerminalAndEraseItAtTheEnd() {
        Screen screen = screen(true);
        screen.progress("send", 50, 100, "50 of 100 records");
        assertThat(text.toString())
                .startsWith("\r")
                .contains("###############     ")
                .contains("50%");

        screen.done("send", "100 records");
        assertThat(text.toString()).endsWith("  send       100 records" + System.lineSeparator());
    }

    @Test
    void shouldPrintFewPlainLinesElsewhere() {
        Screen screen = screen(false);
        for (int i = 0; i <= 1000; i++) {
            screen.progress("send", i, 1000, i + " records");
        }
        assertThat(text.toString().lines().count()).isLessThanOrEqualTo(5);
        assertThat(text.toString()).doesNotContain("\r").contains("100%");
    }
}
