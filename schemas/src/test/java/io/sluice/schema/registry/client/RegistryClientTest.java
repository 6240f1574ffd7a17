/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.registry.RegisteredSchema;
import io.sluice.schema.registry.RegistryAvroSchemas;
import io.sluice.schema.registry.RegistryUnavailableException;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import io.sluice.schema.registry.UnknownVersionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client before a server of HTTP that answers as registries are known to, well and badly. */
class RegistryClientTest {

    private record Canned(int status, String body) {}

    private final Map<String, Canned> answers = new ConcurrentHashMap<>();
    private final Queue<Canned> first = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(path);
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(authorizations::add);
            Canned canned = first.poll();
            if (canned == null) {
                canned = answers.getOrDefault(path, new Canned(404, "<html>not here</html>"));
            }
            byte[] body = canned.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(canned.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private RegistryClientConfig config(URI... urls) {
        return new RegistryClientConfig(List.of(urls), Optional.empty(), Optional.empty(), 2_000, 2_000, 2, 1);
    }

    private RegistryClient client() {
        return new RegistryClient(config(url()));
    }

    @Test
    void shouldAskOnceForWhatItFound() throws IOException {
        answers.put("/schemas/ids/7", new Canned(200, "{\"schema\":\"\\\"int\\\"\"}"));
        RegistryClient client = client();

        assertThat(client.byId(7)).isEqualTo(new RegisteredSchema(7, SchemaType.AVRO, "\"int\"", List.of()));
        assertThat(client.byId(7).text()).isEqualTo("\"int\"");
        assertThat(asked).containsExactly("/schemas/ids/7");
    }

    @Test
    void shouldSayThatAnIdIsUnknownAndNotAskForItAgainAtOnce() {
        answers.put("/schemas/ids/7", new Canned(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}"));
        RegistryClient client = client();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.byId(7))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessage("no schema 7 in the registry " + url());
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldTryAgainWhereThatMayHelp() throws IOException {
        first.add(new Canned(503, ""));
        first.add(new Canned(429, ""));
        answers.put("/schemas/ids/7", new Canned(200, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"));

        assertThat(client().byId(7).type()).isEqualTo(SchemaType.JSON);
        assertThat(asked).hasSize(3);
    }

    @Test
    void shouldTurnToAnotherUrlAndStayWithIt() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:1");
        answers.put("/schemas/ids/7", new Canned(200, "{\"schema\":\"{}\"}"));
        answers.put("/schemas/ids/8", new Canned(200, "{\"schema\":\"{}\"}"));
        RegistryClient client = new RegistryClient(config(nobody, url()));

        assertThat(client.byId(7).id()).isEqualTo(7);
        assertThat(client.byId(8).id()).isEqualTo(8);
    }

    @Test
    void shouldBlameTheRegistryAndNotTheRecordForWhatSaysNothingAboutTheSchema() {
        RegistryClient unauthorized = client();
        answers.put("/schemas/ids/7", new Canned(401, "{\"error_code\":401,\"message\":\"who?\"}"));
        assertThatThrownBy(() -> unauthorized.byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("401 (check the credentials)");

        assertThatThrownBy(() -> client().byId(8))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("404 (is this the URL of a schema registry?): <html>");

        answers.put("/schemas/ids/9", new Canned(500, ""));
        assertThatThrownBy(() -> client().byId(9))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("is unavailable: HTTP status 500");
    }

    @Test
    void shouldFailFastWhileItIsDown() {
        answers.put("/schemas/ids/7", new Canned(500, ""));
        RegistryClient client = client();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> client.byId(7)).isInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(asked).as("a first try and two more").hasSize(3);
    }

    @Test
    void shouldSendUserAndPassword() throws IOException {
        answers.put("/schemas/ids/7", new Canned(200, "{\"schema\":\"{}\"}"));

        assertThat(new RegistryClient(config(url()).withUserInfo("me:secret"))
                        .byId(7)
                        .id())
                .isEqualTo(7);
        assertThat(authorizations).containsExactly("Basic bWU6c2VjcmV0");
    }

    @Test
    void shouldFindAvroSchemasWithWhatTheyReferTo() throws IOException {
        answers.put(
                "/schemas/ids/7",
                new Canned(
                        200,
                        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Order\\\",\\\"fields\\\":"
                                + "[{\\\"name\\\":\\\"customer\\\",\\\"type\\\":\\\"shop.Customer\\\"}]}\","
                                + "\"references\":[{\"name\":\"shop.Customer\",\"subject\":\"a/b c\",\"version\":2}]}"));
        answers.put(
                "/subjects/a%2Fb%20c/versions/2",
                new Canned(
                        200,
                        "{\"subject\":\"a/b c\",\"version\":2,\"id\":3,\"schema\":\"{\\\"type\\\":\\\"record\\\","
                                + "\\\"name\\\":\\\"shop.Customer\\\",\\\"fields\\\":[]}\"}"));
        RegistryClient client = client();

        assertThat(client.byId(7).references()).containsExactly(new SchemaReference("shop.Customer", "a/b c", 2));
        Schema order = new RegistryAvroSchemas(client).byId(7);
        assertThat(order.getField("customer").schema().getFullName()).isEqualTo("shop.Customer");
    }

    @Test
    void shouldSayWhichVersionAReferenceMisses() {
        answers.put("/subjects/s/versions/2", new Canned(404, "{\"error_code\":40402,\"message\":\"\"}"));

        assertThatThrownBy(() -> client().byVersion("s", 2))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessage("no version 2 of subject s in the registry " + url());
    }

    @Test
    void shouldRefuseASchemaOfAnotherLanguage() {
        answers.put("/schemas/ids/7", new Canned(200, "{\"schema\":\"{}\",\"schemaType\":\"PROTOBUF\"}"));
        answers.put("/schemas/ids/8", new Canned(200, "{\"schema\":\"{}\",\"schemaType\":\"XML\"}"));

        assertThatThrownBy(() -> new RegistryAvroSchemas(client()).byId(7))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RegistryUnavailableException.class)
                .hasMessage("schema 7 is of type PROTOBUF, expected AVRO");
        assertThatThrownBy(() -> client().byId(8)).hasMessageContaining("type XML, which is not known here");
    }
}
