/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.config.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/protocol.md} true. The page says how it is rewritten. */
class ProtocolDocsIT {
    private static final Path PAGE = Path.of("docs", "protocol.md");

    private static final String INTRODUCTION = """
            # The protocol that the broker speaks

            Every API of Kafka that is served, with its versions, as `ApiVersions` tells a client. A client that asks for
            another API gets `UNSUPPORTED_VERSION`; one that asks for another version, or sends what is no request, loses
            its connection, as with Apache Kafka. The numbers are those of Kafka %s.

            Transactions are those of KIP-98, in the form of KIP-890 (`transaction.version` 2) for clients that know it, as those of
            Kafka 4 do: each transaction raises the producer's epoch, and a partition becomes part of it by being written to. For
            older clients (1 and 0) it must have been added before; a write is refused otherwise.

            Written by `ProtocolDocsIT`; do not edit. To bring it up to date:
            `mvn verify -pl broker -Dit.test=ProtocolDocsIT -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update`

            | key | API | served | advertised |
            | ---: | --- | --- | --- |
            """;

    @TempDir
    Path dir;

    @Test
    void thePageTellsWhatIsServed() throws IOException {
        String page = page();
        Optional<Path> root = root();
        assumeThat(root).as("runs inside the project").isPresent();
        Path file = root.orElseThrow().resolve(PAGE);
        if (System.getProperty("docs.update") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }

        assertThat(file).as("run with -Ddocs.update to rewrite it").hasContent(page);
    }

    private String page() throws IOException {
        try (Broker broker = Broker.start(
                BrokerConfig.of(Map.of("log.dir", dir.toString(), "listeners", "PLAINTEXT://127.0.0.1:0")))) {
            ApiRegistry apis = broker.apis();
            return INTRODUCTION.formatted(AppInfoParser.getVersion())
                    + apis.advertised().stream().map(ProtocolDocsIT::row).collect(Collectors.joining());
        }
    }

    private static String row(ApiVersion advertised) {
        ApiKeys api = ApiKeys.forId(advertised.apiKey());
        String served = range(api.oldestVersion(), advertised.maxVersion());
        return "| " + api.id + " | " + api.name + " | " + served + " | "
                + range(advertised.minVersion(), advertised.maxVersion()) + " |\n";
    }

    private static String range(short from, short to) {
        return from == to ? Short.toString(from) : from + "–" + to;
    }

    /** Builds start tests in the project's root or in a module. */
    private static Optional<Path> root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .filter(path -> Files.isDirectory(path.resolve("docs")) && Files.isDirectory(path.resolve("broker")))
                .findFirst();
    }
}
