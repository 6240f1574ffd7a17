/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the services of one {@code sluice up} are. It leaves them in its data directory, and the other commands look
 * there when they are not told.
 *
 * @param fileSystem with the path under which {@code topics.dir} is
 */
public record Endpoints(String bootstrapServers, URI fileSystem) {

    private static final String FILE = "endpoints.properties";

    public void save(Path dataDirectory) throws IOException {
        Files.writeString(
                dataDirectory.resolve(FILE), "bootstrap.servers=" + bootstrapServers + "\nfs=" + fileSystem + "\n");
    }

    /** What the last {@code up} on this data directory left; empty if there was none. */
    public static Optional<Endpoints> load(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Map<String, String> keys = new TreeMap<>(ConfigFiles.load(file));
        return Optional.of(new Endpoints(keys.get("bootstrap.servers"), URI.create(keys.get("fs"))));
    }
}
