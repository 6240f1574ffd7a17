/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SluiceMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path empty;

    private int run(String... args) {
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void shouldListTheCommandsInItsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "quickstart",
                        "up",
                        "broker",
                        "registry",
                        "connect",
                        "produce",
                        "tables",
                        "cat",
                        "compact",
                        "inspect",
                        "schema",
                        "completion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "up",
                "broker",
                "registry",
                "connect",
                "produce",
                "tables",
                "cat",
                "compact",
                "inspect",
                "schema",
                "completion"
            })
    void shouldHaveHelpForEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: sluice " + command).contains("--help");
    }

    @Test
    void shouldAnswerAUsageErrorWithTwo() {
        assertThat(run("quickstart", "--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--no-such-option'");
        assertThat(run("quickstart", "--records", "-3")).isEqualTo(2);
        assertThat(err.toString()).contains("--records must not be negative: -3");
    }

    @Test
    void shouldNameTheInputThatItCannotRead() {
        assertThat(run("quickstart", "--input", empty.resolve("nothing.log").toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("cannot read")
                .contains("nothing.log")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayHowToReachTablesWhenNothingIsUp() {
        assertThat(run("cat", "flights", "--data", empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("--fs URI").contains("sluice up");
    }

    @Test
    void shouldPrintACompletionScript() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_sluice").contains("quickstart");
    }
}
