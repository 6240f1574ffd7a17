/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.RegistryCalls;
import io.sluice.it.support.RegistryCalls.Answer;
import io.sluice.it.support.SluiceBroker;
import io.sluice.it.support.SluiceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two registries on one topic, one of which is killed again and again while clients register through both. */
class RegistryKillIT {

    private static final int KILLS = 3;
    private static final int SUBJECTS = 5;
    private static final int SCHEMAS = 40;

    @TempDir
    Path dir;

    /** What a registry told a client. */
    private record Told(String subject, int schema, int id) {}

    @Test
    void idsNeverChangeOrRepeat() throws Exception {
        try (KafkaServer broker = new SluiceBroker("registry-kill-broker", dir)) {
            broker.start();
            try (SluiceRegistry steady = new SluiceRegistry("registry-kill-steady", broker.bootstrapServers()).start();
                    SluiceRegistry killed =
                            new SluiceRegistry("registry-kill-killed", broker.bootstrapServers()).start()) {
                assertThat(steady.calls()
                                .call("PUT", "/config", "{\"compatibility\":\"NONE\"}")
                                .status())
                        .isEqualTo(200);

                List<Told> told = registerWhileKilling(steady, killed);

                verify(told, steady.calls());
                verify(told, killed.calls());
                SluiceRegistry fresh = new SluiceRegistry("registry-kill-fresh", broker.bootstrapServers());
                try (fresh) {
                    verify(told, fresh.start().calls());
                    assertThat(state(fresh.calls()))
                            .isEqualTo(state(steady.calls()))
                            .isEqualTo(state(killed.calls()));
                }

                broker.kill();
                verify(told, steady.calls());
                assertThat(steady.calls().get("/schemas/ids/4711").status())
                        .as("of an id that another registry may have given meanwhile")
                        .isEqualTo(500);
                broker.start();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> steady.calls().register("after", schema(0)).status() == 200);
                verify(told, steady.calls());
                await().atMost(Duration.ofMinutes(1))
                        .until(() ->
                                killed.calls().get("/subjects/after/versions").status() == 200);
            }
        }
    }

    private static List<Told> registerWhileKilling(SluiceRegistry steady, SluiceRegistry killed) throws Exception {
        Queue<Told> told = new ConcurrentLinkedQueue<>();
        Instant end = Instant.now().plusSeconds(120);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            RegistryCalls calls = (client % 2 == 0 ? steady : killed).calls();
            Random random = new Random(client);
            running.add(clients.submit(() -> {
                while (!done.get() && Instant.now().isBefore(end)) {
                    register(calls, random, told);
                }
                return null;
            }));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int before = told.size();
            await().atMost(Duration.ofMinutes(1)).until(() -> told.size() > before + 30);
            killed.kill();
            killed.start();
        }
        done.set(true);
        clients.shutdown();
        for (Future<?> client : running) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
        return List.copyOf(told);
    }

    /** A few schemas over a few subjects, so that the same one is registered by several at once. */
    private static void register(RegistryCalls calls, Random random, Queue<Told> told) {
        String subject = "s" + random.nextInt(SUBJECTS);
        int schema = random.nextInt(SCHEMAS);
        try {
            Answer answer = calls.register(subject, schema(schema));
            if (answer.status() == 200) {
                told.add(new Told(subject, schema, answer.body().path("id").asInt()));
            } else {
                assertThat(answer.status()).as("%s", answer).isGreaterThanOrEqualTo(500);
            }
        } catch (IOException e) {
            // It is being killed; nothing was promised.
            assertThat(e).isNotNull();
        }
    }

    private static String schema(int number) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f" + number + "\",\"type\":\"int\"}]}";
    }

    private static void verify(List<Told> told, RegistryCalls calls) throws IOException {
        Map<Integer, Integer> schemaOfId = new HashMap<>();
        Map<Integer, Integer> idOfSchema = new HashMap<>();
        for (Told each : told) {
            assertThat(schemaOfId.computeIfAbsent(each.id(), id -> each.schema()))
                    .as("id %s", each.id())
                    .isEqualTo(each.schema());
            assertThat(idOfSchema.computeIfAbsent(each.schema(), schema -> each.id()))
                    .as("schema %s", each.schema())
                    .isEqualTo(each.id());
        }
        for (Map.Entry<Integer, Integer> entry : schemaOfId.entrySet()) {
            assertThat(calls.get("/schemas/ids/" + entry.getKey())
                            .body()
                            .path("schema")
                            .asText())
                    .isEqualTo(schema(entry.getValue()));
        }
    }

    /** Every version of every subject. */
    private static Map<String, String> state(RegistryCalls calls) throws IOException {
        Map<String, String> state = new TreeMap<>();
        calls.get("/schemas?deleted=true")
                .body()
                .forEach(version -> state.put(
                        version.path("subject").asText() + "-"
                                + version.path("version").asInt(),
                        version.toString()));
        assertThat(state).isNotEmpty();
        return state;
    }
}
