/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    /** Writes the page with {@code -Dsluice.docs.update=true}. */
    @Test
    void shouldBeUpToDate() throws IOException {
        Path page = Repository.root().resolve("docs/connector-configuration.md");
        if (Boolean.getBoolean("sluice.docs.update")) {
            Files.writeString(page, HdfsSinkConfig.markdown());
        }

        assertThat(page)
                .as("generated page; write it anew with mvn test -pl connector-hdfs -am -Dtest=DocumentationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest.args=-Dsluice.docs.update=true")
                .content()
                .isEqualTo(HdfsSinkConfig.markdown());
    }

    @Test
    void shouldDescribeEveryKeyInAGroup() {
        HdfsSinkConfig.definition().configKeys().values().forEach(key -> {
            assertThat(key.documentation).as(key.name).isNotBlank().endsWith(".");
            assertThat(HdfsSinkConfig.markdown()).contains("| `" + key.name + "` |");
        });
    }
}
