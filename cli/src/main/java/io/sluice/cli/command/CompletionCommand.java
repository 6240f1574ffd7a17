/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice completion}: the script for a shell to source. */
@Command(
        name = "completion",
        description = "Print the completion script of a shell: source <(sluice completion bash)",
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {

    enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        // The generated script serves both: in zsh it loads bashcompinit itself.
        String script = AutoComplete.bash("sluice", root);
        spec.commandLine()
                .getOut()
                .print(shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" + script : script);
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
