/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    /** Writes the page with {@code -Dsluice.docs.update=true}. */
    @Test
    void shouldBeUpToDate() throws IOException {
        Path page = root().resolve("docs/registry-configuration.md");
        if (Boolean.getBoolean("sluice.docs.update")) {
            Files.writeString(page, RegistryConfig.markdown());
        }

        assertThat(page)
                .as("generated page; write it anew with mvn test -pl registry -am -Dtest=DocumentationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest.args=-Dsluice.docs.update=true")
                .content()
                .isEqualTo(RegistryConfig.markdown());
    }

    /** A test that runs outside the repository is skipped. */
    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("registry/src"))) {
            directory = directory.getParent();
        }
        assumeThat(directory).as("a directory of the repository").isNotNull();
        return directory;
    }
}
