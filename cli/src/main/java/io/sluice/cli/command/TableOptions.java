/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.Endpoints;
import io.sluice.cli.service.Target;
import io.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the tables are: told, or found in what {@code sluice up} left in its data directory. */
final class TableOptions {

    @Option(
            names = "--fs",
            paramLabel = "URI",
            description = "File system of the tables, such as hdfs://namenode:8020 (default: that of 'sluice up')")
    private @Nullable URI fileSystem;

    @Option(
            names = "--topics-dir",
            paramLabel = "DIR",
            defaultValue = "topics",
            description = "Directory of the tables, the connector's topics.dir (default: ${DEFAULT-VALUE})")
    private String topicsDir = "topics";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "sluice-data",
            description = "Data directory of 'sluice up' (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of("sluice-data");

    String topicsDir() {
        return topicsDir;
    }

    /** The broker of {@code sluice up}, if that is what the tables are of. */
    Optional<String> bootstrapServers() throws IOException {
        return fileSystem != null ? Optional.empty() : Endpoints.load(data).map(Endpoints::bootstrapServers);
    }

    Target open() throws IOException {
        if (fileSystem != null) {
            return Target.at(fileSystem);
        }
        Optional<Endpoints> up = Endpoints.load(data);
        if (up.isEmpty()) {
            throw new UserError("which file system? Give --fs URI, or start one with 'sluice up' (nothing found in "
                    + data.toAbsolutePath().normalize() + ").");
        }
        return Target.at(up.get().fileSystem());
    }
}
