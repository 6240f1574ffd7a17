/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the repository that tests hold against the code. */
public final class Repository {

    private Repository() {}

    /** The root; a test that runs outside the repository is skipped. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("conf/samples"))) {
            directory = directory.getParent();
        }
        assumeThat(directory).as("a directory of the repository").isNotNull();
        return directory;
    }
}
