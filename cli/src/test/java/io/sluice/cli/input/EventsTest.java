/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.terminal.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final String LOG = """
        2026-11-22 10:00:01 INFO started
        2026-11-22 10:00:02 ERROR failed
        java.io.IOException: disk
        \tat Disk.write(Disk.java:7)

        Caused by: nothing
        2026-11-22 10:00:03 INFO again
        """;

    private static Lines lines(byte[] bytes, int maxBytes) {
        return new Lines(new ByteArrayInputStream(bytes), "app.log", maxBytes);
    }

    private static Events events(String text, Optional<Multiline> multiline, int maxBytes) {
        return new Events(lines(text.getBytes(StandardCharsets.UTF_8), 1000), "app.log", multiline, maxBytes);
    }

    private static Optional<Multiline> rule(String pattern, boolean negate) {
        return Optional.of(new Multiline(Pattern.compile(pattern), negate));
    }

    private static List<String> all(Events events) throws IOException {
        List<String> all = new ArrayList<>();
        for (byte[] event = events.next(); event != null; event = events.next()) {
            all.add(new String(event, StandardCharsets.UTF_8));
        }
        return all;
    }

    @Test
    void linesAreEventsAndEmptyOnesAreNone() throws IOException {
        assertThat(all(events("a\n\nb\r\n\r\nc", Optional.empty(), 100))).containsExactly("a", "b", "c");
        assertThat(all(events("", Optional.empty(), 100))).isEmpty();
    }

    @Test
    void negatedPatternTellsWhereAnEventBegins() throws IOException {
        assertThat(all(events(LOG, rule("^\\d{4}-", true), 1000)))
                .containsExactly(
                        "2026-11-22 10:00:01 INFO started",
                        "2026-11-22 10:00:02 ERROR failed\njava.io.IOException: disk\n\tat Disk.write(Disk.java:7)\n\n"
                                + "Caused by: nothing",
                        "2026-11-22 10:00:03 INFO again");
    }

    @Test
    void plainPatternTellsWhatGoesOn() throws IOException {
        assertThat(all(events("a\\\nb\n  c\nd", rule("^\\s", false), 100))).containsExactly("a\\", "b\n  c", "d");
    }

    @Test
    void aFileThatBeginsInTheMiddleOfAnEventLosesNothing() throws IOException {
        assertThat(all(events("  tail\n  of it\nnext", rule("^\\s", false), 100)))
                .containsExactly("  tail\n  of it", "next");
    }

    @Test
    void aPatternThatJoinsTheWholeFileIsNotHeldInMemory() {
        Events events = events(LOG, rule("^\\d{4}-", false), 60);

        assertThatThrownBy(() -> all(events))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the event that begins in line 1 of app.log is longer than 60 bytes by line 2")
                .hasMessageContaining("^\\d{4}-")
                .hasMessageContaining("--multiline-negate");
    }

    @Test
    void anEventKnowsTheLineThatItBeginsWith() throws IOException {
        Events events = events("\na\n b\n\nc", rule("^\\s", false), 100);

        assertThat(events.next()).isEqualTo("a\n b".getBytes(StandardCharsets.UTF_8));
        assertThat(events.lineNumber()).isEqualTo(2);
        assertThat(events.next()).isEqualTo("c".getBytes(StandardCharsets.UTF_8));
        assertThat(events.lineNumber()).isEqualTo(5);
    }

    @Test
    void bytesThatAreNoUtf8PassUnchanged() throws IOException {
        byte[] latin = "Stra\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(lines(latin, 100).next()).isEqualTo("Stra\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aLineThatIsTooLongIsNamed() throws IOException {
        Lines lines = lines(("short\n" + "x".repeat(200_000)).getBytes(StandardCharsets.UTF_8), 100_000);
        lines.next();

        assertThatThrownBy(lines::next)
                .isInstanceOf(UserError.class)
                .hasMessage("line 2 of app.log is longer than 100000 bytes");
    }

    @Property(tries = 200)
    void linesJoinedAgainAreTheFile(@ForAll @StringLength(max = 40) @Chars({'a', '\n', ' '}) String text)
            throws IOException {
        Lines lines = lines(text.getBytes(StandardCharsets.UTF_8), 1000);
        List<String> read = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            read.add(new String(line, StandardCharsets.UTF_8));
        }

        String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        assertThat(String.join("", read.stream().map(line -> line + "\n").toList()))
                .isEqualTo(ended);
    }

    @Test
    void theFirstSeparatorEndsTheKey() {
        KeySeparator tab = new KeySeparator("\\t");
        KeySeparator arrow = new KeySeparator("->");

        assertThat(tab.indexIn("k\tv\tw".getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
        assertThat(arrow.indexIn("k-->".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
        assertThat(arrow.indexIn("->".getBytes(StandardCharsets.UTF_8))).isZero();
        assertThat(arrow.indexIn("k-".getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
        assertThat(arrow.length()).isEqualTo(2);
        assertThatThrownBy(() -> new KeySeparator("")).hasMessage("a key separator has at least one character");
    }
}
