/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** Apache Kafka's unmodified {@code connect-distributed}: some workers of one group, each in a JVM of its own. */
public final class ConnectCluster implements AutoCloseable {

    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectDistributed";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ForkedServer> workers = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Boolean> running = new ArrayList<>();

    /** Workers that are not started yet, with the connector as the plugin that its module packages. */
    public ConnectCluster(String name, Path directory, String bootstrapServers, int size) throws IOException {
        String bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
        for (int i = 0; i < size; i++) {
            int port = Clients.freePort();
            Path config = Files.write(
                    directory.resolve(name + "-" + i + ".properties"),
                    List.of(
                            "bootstrap.servers=" + bootstrapServers,
                            "group.id=" + name,
                            "key.converter=" + bytes,
                            "value.converter=" + bytes,
                            "config.storage.topic=" + name + "-configs",
                            "offset.storage.topic=" + name + "-offsets",
                            "status.storage.topic=" + name + "-status",
                            "config.storage.replication.factor=1",
                            "offset.storage.replication.factor=1",
                            "status.storage.replication.factor=1",
                            "offset.storage.partitions=1",
                            "status.storage.partitions=1",
                            "offset.flush.interval.ms=500",
                            "scheduled.rebalance.max.delay.ms=0",
                            "session.timeout.ms=6000",
                            "heartbeat.interval.ms=1000",
                            "consumer.session.timeout.ms=6000",
                            "consumer.heartbeat.interval.ms=1000",
                            "consumer.auto.offset.reset=earliest",
                            "listeners=http://127.0.0.1:" + port,
                            "plugin.path=" + ConnectWorker.plugins()));
            JavaCommand command = JavaCommand.of(Peer.APACHE_KAFKA.classPath(), MAIN)
                    .jvm("-Xmx512m", "-Duser.timezone=UTC", "-Dlog4j2.level=warn")
                    .argument(config.toString());
            workers.add(new ForkedServer(name + "-" + i, command));
            ports.add(port);
            running.add(false);
        }
    }

    public void start(int worker) throws IOException {
        workers.get(worker).start();
        running.set(worker, true);
    }

    /** SIGKILL: the others learn of it when the session is over. */
    public void kill(int worker) {
        running.set(worker, false);
        workers.get(worker).kill();
    }

    /** Creates the connector, once a worker listens. */
    public void create(String connector, Map<String, String> config) {
        String body;
        try {
            body = JSON.writeValueAsString(config);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        HttpRequest.BodyPublisher bytes = HttpRequest.BodyPublishers.ofString(body);
        await("the connector to be created")
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> call("PUT", "/connectors/" + connector + "/config", bytes)
                                        .statusCode()
                                / 100
                        == 2);
    }

    /** Which worker each running task is on, as {@code host:port}, by the task's number. */
    public List<String> placesOfTasks(String connector) throws IOException, InterruptedException {
        HttpResponse<String> status =
                call("GET", "/connectors/" + connector + "/status", HttpRequest.BodyPublishers.noBody());
        List<String> places = new ArrayList<>();
        for (JsonNode task : JSON.readTree(status.body()).path("tasks")) {
            if (task.path("state").asText().equals("RUNNING")) {
                places.add(task.path("worker_id").asText());
            } else if (task.path("state").asText().equals("FAILED")) {
                throw new AssertionError(task.path("trace").asText());
            }
        }
        return places;
    }

    /** Waits until the tasks run on so many workers. */
    public void awaitSpread(String connector, int tasks, int over) {
        try {
            await(tasks + " tasks on " + over + " workers")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        List<String> places = placesOfTasks(connector);
                        return places.size() == tasks
                                && places.stream().distinct().count() == over;
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; they said:\n" + output(), e);
        }
    }

    /** The end of what all workers printed. */
    public String output() {
        return String.join("\n---\n", workers.stream().map(ForkedServer::output).toList());
    }

    private HttpResponse<String> call(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        int worker = running.indexOf(true);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(worker) + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        workers.forEach(ForkedServer::close);
    }
}
