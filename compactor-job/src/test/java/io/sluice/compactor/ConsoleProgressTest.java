/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MIB = 1 << 20;

    private final StringWriter out = new StringWriter();
    private long now;

    private ConsoleProgress progress(boolean terminal) {
        return new ConsoleProgress(new PrintWriter(out), 1_000 * MIB, terminal, () -> now);
    }

    @Test
    void shouldTellBytesSpeedAndTimeLeft() {
        ConsoleProgress progress = progress(false);
        now = 4 * SECOND;
        progress.progress(200 * MIB, 1000 * MIB);
        now = 5 * SECOND;
        progress.progress(250 * MIB, 1000 * MIB);
        now = 10 * SECOND;
        progress.progress(300 * MIB, 30_000 * MIB);
        progress.progress(1000 * MIB, 1000 * MIB);

        assertThat(out.toString().lines())
                .containsExactly(
                        "merged 200 MiB of 1000 MiB (20 %), 50.0 MiB/s, 16 s left",
                        "merged 1000 MiB of 1000 MiB (100 %), 100 MiB/s, 0 s left");
    }

    @Test
    void shouldMoveABarOnATerminal() {
        ConsoleProgress progress = progress(true);
        for (int i = 1; i <= 100; i++) {
            now += SECOND / 50;
            progress.progress(i * MIB, 200 * MIB);
        }

        assertThat(out.toString()).doesNotContain("\n");
        String[] drawn = out.toString().split("\r");
        assertThat(drawn).hasSizeBetween(9, 12);
        assertThat(drawn[drawn.length - 1])
                .startsWith("[############------------] 100 MiB of 200 MiB (50 %), 50.0 MiB/s, 2 s left");
    }

    @Test
    void shouldTellLongTimes() {
        ConsoleProgress progress = progress(false);
        now = 600 * SECOND;
        progress.progress(10 * MIB, 100 * MIB);
        progress.progress(90 * MIB, 100 * MIB);

        assertThat(out.toString()).contains("1:30 h left").contains("1:07 min left");
    }
}
