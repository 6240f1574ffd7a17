/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.CompatibilityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryConfigTest {

    private static RegistryConfig parse(String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("kafkastore.bootstrap.servers", "PLAINTEXT://b:9092,c:9092"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return RegistryConfig.parse(settings);
    }

    @Test
    void shouldHaveConfluentsDefaults() {
        RegistryConfig config = parse();

        assertThat(config.http().address().getPort()).isEqualTo(8081);
        assertThat(config.http().address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(config.http().tls()).isEmpty();
        assertThat(config.http().passwords()).isEmpty();
        assertThat(config.store().topic()).isEqualTo("_schemas");
        assertThat(config.store().defaultLevel()).isEqualTo(CompatibilityLevel.BACKWARD);
        assertThat(config.store().clients()).containsEntry("bootstrap.servers", "b:9092,c:9092");
    }

    @Test
    void shouldHandSettingsOfKafkasClientsOn() {
        assertThat(parse("kafkastore.security.protocol", "SASL_SSL", "kafkastore.topic", "schemas")
                        .store()
                        .clients())
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKey("topic");
    }

    @Test
    void shouldReadUsers(@TempDir Path dir) throws IOException {
        Path users = Files.writeString(dir.resolve("users"), "ann=secret\nbob=hidden\n");

        assertThat(parse("authentication.method", "BASIC", "authentication.users.file", users.toString())
                        .http()
                        .passwords())
                .containsOnly(Map.entry("ann", "secret"), Map.entry("bob", "hidden"));
        assertThatThrownBy(() -> parse("authentication.method", "BASIC"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("authentication.users.file")
                .hasMessageContaining("must be set with authentication.method=BASIC");
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> RegistryConfig.parse(Map.of())).hasMessageContaining("kafkastore.bootstrap.servers");
        assertThatThrownBy(() -> parse("listener", "http://a:1"))
                .hasMessageContaining("unknown key listener; there are");
        assertThatThrownBy(() -> parse("kafkastore.colour", "red"))
                .hasMessageContaining("unknown key kafkastore.colour");
        assertThatThrownBy(() -> parse("listeners", "PLAINTEXT://a:1"))
                .hasMessageContaining("must be like http://0.0.0.0:8081");
        assertThatThrownBy(() -> parse("listeners", "https://a:1"))
                .hasMessageContaining("ssl.keystore.location")
                .hasMessageContaining("must be set for an https listener");
        assertThatThrownBy(() -> parse("schema.compatibility.level", "SIDEWARD"))
                .hasMessageContaining("schema.compatibility.level");
    }
}
