/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The page for users says what the keys say. */
class BrokerConfigDocsTest {

    private static final Path PAGE = Path.of("../docs/broker-configuration.md");

    static boolean inTheRepository() {
        return Files.isRegularFile(Path.of("../docs/protocol.md"));
    }

    /** Writes the page with {@code -Dsluice.docs.update=true}. */
    @Test
    @EnabledIf("inTheRepository")
    void shouldBeUpToDate() throws IOException {
        if (Boolean.getBoolean("sluice.docs.update")) {
            Files.writeString(PAGE, BrokerConfig.markdown());
        }

        assertThat(PAGE)
                .as("generated page; write it anew with mvn test -pl broker -Dtest=BrokerConfigDocsTest"
                        + " -Dtest.args=-Dsluice.docs.update=true")
                .content()
                .isEqualTo(BrokerConfig.markdown());
    }
}
