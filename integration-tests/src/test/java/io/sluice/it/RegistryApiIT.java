/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.Program;
import io.sluice.it.support.RegistryCalls;
import io.sluice.it.support.RegistryCalls.Answer;
import io.sluice.it.support.SluiceBroker;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.RegistryServer;
import io.sluice.schema.registry.RegisteredSchema;
import io.sluice.schema.registry.RegistryUnavailableException;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import io.sluice.schema.registry.client.RegistryClient;
import io.sluice.schema.registry.client.RegistryClientConfig;
import io.sluice.schema.registry.client.TlsContexts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's API, call by call, as its clients use it. Each test has a topic of its own. */
class RegistryApiIT {

    private static final String R =
            "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"int\\\"}]}";
    private static final String R_2 =
            R.replace("}]}", "},{\\\"name\\\":\\\"y\\\",\\\"type\\\":\\\"int\\\",\\\"default\\\":0}]}");
    private static final String R_BAD = R.replace("int", "string");

    @TempDir
    static Path dir;

    private static KafkaServer broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new SluiceBroker("registry-api-broker", dir);
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static RegistryServer server(String topic, String... more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers",
                broker.bootstrapServers(),
                "kafkastore.topic",
                topic));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return RegistryServer.start(RegistryConfig.parse(settings));
    }

    private static String schema(String text) {
        return "{\"schema\":\"" + text + "\"}";
    }

    @Test
    void subjectsAndVersionsOutliveARestart() throws IOException {
        try (RegistryServer server = server("_subjects")) {
            RegistryCalls calls = new RegistryCalls(server.url());
            check(calls, "GET", "/subjects", "", 200, "[]");
            check(calls, "POST", "/subjects/a%2Fb%20+c/versions", schema(R), 200, "{\"id\":1,\"version\":1}");
            check(calls, "POST", "/subjects/s/versions", schema(R), 200, "{\"id\":1,\"version\":1}");
            check(calls, "POST", "/subjects/s/versions", schema(R_2), 200, "{\"id\":2,\"version\":2}");
            check(calls, "POST", "/subjects/s/versions", schema(R_BAD), 409, "\"error_code\":409");
            check(
                    calls,
                    "POST",
                    "/compatibility/subjects/s/versions/latest?verbose=true",
                    schema(R_BAD),
                    200,
                    "{\"is_compatible\":false,\"messages\":[\"field \\\"x\\\": the new schema has string, version 2 has int");
            check(calls, "POST", "/compatibility/subjects/s/versions", schema(R), 200, "{\"is_compatible\":true}");
        }
        try (RegistryServer server = server("_subjects")) {
            RegistryCalls calls = new RegistryCalls(server.url());
            check(calls, "GET", "/subjects", "", 200, "[\"a/b +c\",\"s\"]");
            check(calls, "GET", "/subjects?subjectPrefix=a", "", 200, "[\"a/b +c\"]");
            check(calls, "GET", "/subjects/s/versions", "", 200, "[1,2]");
            check(
                    calls,
                    "GET",
                    "/subjects/s/versions/1",
                    "",
                    200,
                    "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":");
            check(calls, "GET", "/subjects/s/versions/latest/schema", "", 200, "{\"type\":\"record\",\"name\":\"R\"");
            check(
                    calls,
                    "POST",
                    "/subjects/s",
                    schema(R),
                    200,
                    "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":");
            check(calls, "GET", "/schemas/ids/2?fetchMaxId=true", "", 200, "\"maxId\":2}");
            check(
                    calls,
                    "GET",
                    "/schemas/ids/1/versions",
                    "",
                    200,
                    "[{\"subject\":\"a/b +c\",\"version\":1},{\"subject\":\"s\",\"version\":1}]");
            check(calls, "GET", "/schemas/ids/1/subjects", "", 200, "[\"a/b +c\",\"s\"]");
            check(
                    calls,
                    "GET",
                    "/schemas?latestOnly=true&subjectPrefix=s",
                    "",
                    200,
                    "[{\"subject\":\"s\",\"version\":2");
            check(calls, "GET", "/schemas/types", "", 200, "[\"AVRO\",\"PROTOBUF\",\"JSON\"]");
        }
    }

    @Test
    void errorsHaveConfluentsCodes() throws IOException {
        try (RegistryServer server = server("_errors", "request.max.bytes", "2048")) {
            RegistryCalls calls = new RegistryCalls(server.url());
            check(calls, "POST", "/subjects/s/versions", schema(R), 200, "\"id\":1");
            check(
                    calls,
                    "GET",
                    "/subjects/t/versions",
                    "",
                    404,
                    "{\"error_code\":40401,\"message\":\"Subject 't' not found.\"}");
            check(
                    calls,
                    "GET",
                    "/subjects/s/versions/7",
                    "",
                    404,
                    "{\"error_code\":40402,\"message\":\"Version 7 not found.\"}");
            check(calls, "GET", "/subjects/s/versions/0", "", 422, "\"error_code\":42202");
            check(calls, "GET", "/schemas/ids/7", "", 404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
            check(
                    calls,
                    "POST",
                    "/subjects/s",
                    schema(R_2),
                    404,
                    "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            check(calls, "POST", "/subjects/s/versions", schema("{"), 422, "\"error_code\":42201");
            check(
                    calls,
                    "POST",
                    "/subjects/s/versions",
                    schema(""),
                    422,
                    "{\"error_code\":42201,\"message\":\"Empty schema\"}");
            check(
                    calls,
                    "POST",
                    "/subjects/s/versions",
                    "{\"schemaType\":\"XML\",\"schema\":\"<a/>\"}",
                    422,
                    "Invalid schema type XML; there are [AVRO, PROTOBUF, JSON]");
            check(calls, "POST", "/subjects/s/versions", "{", 400, "\"error_code\":400");
            check(calls, "POST", "/subjects/s/versions", schema(" ".repeat(3000)), 413, "request.max.bytes=2048");
            check(calls, "PUT", "/config", "{\"compatibility\":\"SIDEWARD\"}", 422, "\"error_code\":42203");
            check(calls, "PUT", "/mode", "{\"mode\":\"IMPORT\"}", 422, "\"error_code\":42204");
            check(calls, "GET", "/config/s", "", 404, "\"error_code\":40408");
            check(calls, "GET", "/mode/s", "", 404, "\"error_code\":40409");
            check(calls, "DELETE", "/subjects/s?permanent=true", "", 404, "\"error_code\":40405");
            check(calls, "DELETE", "/subjects/s/versions/1?permanent=true", "", 404, "\"error_code\":40407");
            check(calls, "GET", "/nowhere", "", 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
            check(calls, "PATCH", "/subjects", "", 405, "\"error_code\":405");
            check(calls, "POST", "/subjects/%20/versions", schema(R), 422, "\"error_code\":42208");
        }
    }

    @Test
    void settingsDeletionsAndReferences() throws IOException {
        try (RegistryServer server = server("_settings")) {
            RegistryCalls calls = new RegistryCalls(server.url());
            check(calls, "GET", "/config", "", 200, "{\"compatibilityLevel\":\"BACKWARD\"}");
            check(calls, "PUT", "/config/s", "{\"compatibility\":\"none\"}", 200, "{\"compatibility\":\"NONE\"}");
            check(calls, "GET", "/config/t?defaultToGlobal=true", "", 200, "{\"compatibilityLevel\":\"BACKWARD\"}");
            check(calls, "POST", "/subjects/s/versions", schema(R), 200, "\"id\":1");
            check(calls, "POST", "/subjects/s/versions", schema(R_BAD), 200, "\"id\":2");
            check(calls, "DELETE", "/config/s", "", 200, "{\"compatibilityLevel\":\"NONE\"}");

            check(calls, "PUT", "/mode/s", "{\"mode\":\"READONLY\"}", 200, "{\"mode\":\"READONLY\"}");
            check(calls, "DELETE", "/subjects/s/versions/2", "", 422, "\"error_code\":42205");
            check(calls, "DELETE", "/mode/s", "", 200, "{\"mode\":\"READONLY\"}");

            check(calls, "DELETE", "/subjects/s/versions/latest", "", 200, "2");
            check(calls, "DELETE", "/subjects/s/versions/2", "", 404, "\"error_code\":40406");
            check(calls, "GET", "/subjects/s/versions", "", 200, "[1]");
            check(calls, "GET", "/subjects/s/versions?deleted=true", "", 200, "[1,2]");
            check(calls, "GET", "/schemas/ids/2/schema", "", 200, "\"string\"");
            check(calls, "DELETE", "/subjects/s/versions/2?permanent=true", "", 200, "2");
            check(calls, "GET", "/schemas/ids/2", "", 404, "40403");

            String order = "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; import \\\"m.proto\\\";"
                    + " message Order { Money price = 1; }\",\"references\":[{\"name\":\"m.proto\",\"subject\":\"money\","
                    + "\"version\":1}]}";
            check(
                    calls,
                    "POST",
                    "/subjects/order/versions",
                    order,
                    422,
                    "the reference \\\"m.proto\\\" leads to version 1");
            check(
                    calls,
                    "POST",
                    "/subjects/money/versions",
                    "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; message Money { int64 cents = 1; }\"}",
                    200,
                    "{\"id\":3,\"version\":1}");
            check(calls, "POST", "/subjects/order/versions", order, 200, "{\"id\":4,\"version\":1}");
            check(calls, "GET", "/subjects/money/versions/1/referencedby", "", 200, "[4]");
            check(calls, "DELETE", "/subjects/money", "", 422, "\"error_code\":42206");

            RegistryClient client = new RegistryClient(RegistryClientConfig.of(List.of(server.url())));
            RegisteredSchema found = client.byId(4);
            assertThat(found.type()).isEqualTo(SchemaType.PROTOBUF);
            assertThat(found.references()).containsExactly(new SchemaReference("m.proto", "money", 1));
            assertThat(client.byVersion("money", 1).text()).contains("message Money");

            check(calls, "DELETE", "/subjects/order", "", 200, "[1]");
            check(calls, "DELETE", "/subjects/order?permanent=true", "", 200, "[1]");
            check(calls, "POST", "/subjects/order/versions", order, 200, "{\"id\":5,\"version\":1}");
        }
    }

    @Test
    void asksForPasswordsOverTls() throws IOException {
        Path keystore = dir.resolve("registry.p12");
        keytool(keystore);
        Path users = Files.writeString(dir.resolve("users.properties"), "ann=se:cret\n");
        try (RegistryServer server = server(
                "_secret",
                "listeners",
                "https://127.0.0.1:0",
                "ssl.keystore.location",
                keystore.toString(),
                "ssl.keystore.password",
                "changeit",
                "authentication.method",
                "BASIC",
                "authentication.users.file",
                users.toString())) {
            RegistryClientConfig trusting = RegistryClientConfig.of(List.of(server.url()))
                    .withTls(new TlsContexts()
                            .truststore(keystore, "PKCS12", Optional.of("changeit"))
                            .build());

            assertThat(server.url()).hasScheme("https");
            assertThatThrownBy(() -> new RegistryClient(trusting.withUserInfo("ann:se:cret")).byId(1))
                    .hasMessage("no schema 1 in the registry " + server.url());
            assertThatThrownBy(() -> new RegistryClient(trusting.withUserInfo("ann:wrong")).byId(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("401 (check the credentials)");
            assertThatThrownBy(() -> new RegistryClient(trusting).byId(1))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> new RegistryClient(RegistryClientConfig.of(List.of(server.url()))
                                    .withUserInfo("ann:se:cret"))
                            .byId(1))
                    .as("a certificate that the JVM does not know")
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("unavailable");
        }
    }

    private static void keytool(Path keystore) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                "changeit");
        try (Program keytool = Program.start("keytool", command, Map.of())) {
            keytool.awaitSuccess(Duration.ofMinutes(1));
        }
    }

    @Test
    void refusesATopicThatWouldLoseSchemas() {
        Clients.createTopic(broker.bootstrapServers(), "three", 3);
        Clients.createTopic(broker.bootstrapServers(), "fleeting", 1);

        assertThatThrownBy(() -> server("three").close())
                .isInstanceOf(KafkaException.class)
                .hasMessage("the topic three has 3 partitions; the registry's has one, for its order is the truth");
        assertThatThrownBy(() -> server("fleeting").close())
                .isInstanceOf(KafkaException.class)
                .hasMessage(
                        "the topic fleeting has cleanup.policy=delete, which deletes schemas in time; set it to compact");
    }

    /** The new topic's log does not go on where the old one ended: what is known of that one must not be handed out. */
    @Test
    void refusesToAnswerFromALogThatIsGone() throws Exception {
        try (RegistryServer server = server("_gone");
                Admin admin = Clients.admin(broker.bootstrapServers())) {
            RegistryCalls calls = new RegistryCalls(server.url());
            check(calls, "POST", "/subjects/s/versions", schema(R), 200, "{\"id\":1,\"version\":1}");
            admin.deleteTopics(List.of("_gone")).all().get(30, TimeUnit.SECONDS);
            Clients.createTopic(broker.bootstrapServers(), "_gone", 1);

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> calls.get("/schemas/ids/1").status() == 500);
            check(calls, "GET", "/schemas/ids/1", "", 500, "the registry cannot read its log any more");
            check(calls, "POST", "/subjects/s/versions", schema(R_2), 500, "the registry cannot read its log any more");
        }
    }

    @Test
    void saysThatItCannotListen() throws IOException {
        try (RegistryServer server = server("_first")) {
            URI taken = server.url();
            assertThatThrownBy(() ->
                            server("_first", "listeners", taken.toString()).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining("Address already in use");
        }
    }

    private static void check(RegistryCalls calls, String method, String path, String body, int status, String part)
            throws IOException {
        Answer answer = calls.call(method, path, body);
        assertThat(answer.body().toString())
                .as("%s %s %s", method, path, answer)
                .contains(part);
        assertThat(answer.status()).as("%s %s %s", method, path, answer).isEqualTo(status);
    }
}
