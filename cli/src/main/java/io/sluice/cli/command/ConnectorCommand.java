/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import picocli.CommandLine.Command;

/** {@code sluice connector}: what can be done with a connector's configuration without running it. */
@Command(
        name = "connector",
        description = "Check the configuration of the HDFS sink connector.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConnectorCheckCommand.class})
public final class ConnectorCommand {}
