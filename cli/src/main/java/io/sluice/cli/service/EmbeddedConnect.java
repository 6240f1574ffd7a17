/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import io.sluice.connector.HdfsSinkConnector;
import io.sluice.connector.config.ConfigExplanation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.util.FutureCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka Connect's own standalone worker, unmodified, in this process. */
public final class EmbeddedConnect implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedConnect.class);

    private static final int CREATE_TIMEOUT_SECONDS = 60;

    private final Connect<StandaloneHerder> connect;

    private EmbeddedConnect(Connect<StandaloneHerder> connect) {
        this.connect = connect;
    }

    /** Starts a worker with the keys of a {@code connect-standalone.properties}. */
    public static EmbeddedConnect start(Map<String, String> worker) {
        return new EmbeddedConnect(new ConnectStandalone().startConnect(worker));
    }

    /**
     * Starts a connector with the keys of its {@code .properties}. Where that names kafka-connect-hdfs, ours takes its
     * place.
     *
     * @throws IllegalArgumentException if Connect refuses the configuration, with its reasons
     */
    public void add(Map<String, String> connector) {
        String name = connector.get("name");
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("the connector's configuration has no 'name'");
        }
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        connect.herder().putConnectorConfig(name, withOurClass(connector), false, created);
        try {
            created.get(CREATE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "connector " + name + " did not start within " + CREATE_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting connector " + name, e);
        }
    }

    static Map<String, String> withOurClass(Map<String, String> connector) {
        String former = connector.getOrDefault("connector.class", "");
        if (!ConfigExplanation.isFormerClass(former)) {
            return connector;
        }
        LOG.warn(
                "{}: {} stands in for {}; what differs: sluice connector check FILE",
                connector.get("name"),
                HdfsSinkConnector.class.getName(),
                former);
        Map<String, String> ours = new TreeMap<>(connector);
        ours.put("connector.class", HdfsSinkConnector.class.getName());
        return ours;
    }

    /** Why the connector or one of its tasks failed; empty while all is well. */
    public Optional<String> failure(String name) {
        ConnectorStateInfo state;
        try {
            state = connect.herder().connectorStatus(name);
        } catch (NotFoundException notYetThere) {
            return Optional.empty();
        }
        if (state.connector().trace() != null) {
            return Optional.of(cause(state.connector().trace()));
        }
        return state.tasks().stream()
                .filter(task -> task.trace() != null && !task.trace().isBlank())
                .findFirst()
                .map(task -> "task " + task.id() + ": " + cause(task.trace()));
    }

    /** Where the REST interface listens. */
    public URI rest() {
        return connect.rest().advertisedUrl();
    }

    public void awaitStop() {
        connect.awaitStop();
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }

    /** The innermost message of a stack trace, all its lines: what a person wants to know. */
    private static String cause(String trace) {
        List<String> message = new ArrayList<>();
        for (String line : trace.split("\n", -1)) {
            if (line.startsWith("Caused by: ")) {
                message.clear();
                message.add(line.substring("Caused by: ".length()));
            } else if (!line.startsWith("\t") && !line.isBlank()) {
                message.add(line);
            }
        }
        return String.join("\n", message);
    }
}
