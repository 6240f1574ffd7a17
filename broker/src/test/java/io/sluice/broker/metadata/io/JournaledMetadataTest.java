/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.TopicImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledMetadataTest {
    @TempDir
    Path path;

    private final List<String> calls = new ArrayList<>();
    private boolean logsFail;
    private DataDir dir;
    private JournaledMetadata metadata;

    @BeforeEach
    void open() throws IOException {
        dir = DataDir.open(path, 1);
        metadata = JournaledMetadata.open(
                dir,
                configs -> {
                    if (configs.containsKey("bad")) {
                        throw new InvalidConfigurationException("bad is not a key");
                    }
                },
                (before, now) -> {
                    if (logsFail) {
                        throw new IllegalStateException("the disk is gone");
                    }
                    calls.add("logs " + now.topicsByName().keySet());
                });
    }

    @AfterEach
    void close() throws IOException {
        metadata.close();
        dir.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    @Test
    void everyChangeSurvivesARestart() throws IOException {
        TopicImage first = metadata.createTopic("first", 2, Map.of("retention.ms", "5"));
        TopicImage second = metadata.createTopic("second", 1, Map.of());
        metadata.addPartitions("first", 7);
        metadata.configureTopic("second", before -> Map.of("cleanup.policy", "compact"));
        TopicImage third = metadata.createTopic("third", 1, Map.of());
        metadata.deleteTopic(third.id());
        ClusterImage before = metadata.image();

        restart();

        assertThat(metadata.image()).isEqualTo(before);
        assertThat(metadata.image().topicsByName())
                .containsOnlyKeys("first", "second")
                .containsEntry("first", new TopicImage("first", first.id(), 7, Map.of("retention.ms", "5")))
                .containsEntry("second", new TopicImage("second", second.id(), 1, Map.of("cleanup.policy", "compact")));
    }

    @Test
    void aTopicCreatedAgainHasAnotherId() {
        Uuid before = metadata.createTopic("topic", 1, Map.of()).id();
        metadata.deleteTopic(before);

        assertThat(metadata.createTopic("topic", 1, Map.of()).id()).isNotEqualTo(before);
    }

    @Test
    void logsComeBeforeListenersAndBothAfterTheJournal() {
        calls.clear();
        metadata.onChange((before, now) -> {
            boolean durable = read(dir.journal()).contains("\"name\":\"topic\"");
            boolean visible = metadata.image().equals(now);
            calls.add("listener " + now.topicsByName().keySet() + " durable=" + durable + " visible=" + visible);
        });

        metadata.createTopic("topic", 1, Map.of());

        assertThat(calls).containsExactly("logs [topic]", "listener [topic] durable=true visible=true");
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromHearing() {
        metadata.onChange((before, now) -> {
            throw new IllegalStateException("on purpose");
        });
        metadata.onChange((before, now) -> calls.add("second listener"));

        metadata.createTopic("topic", 1, Map.of());

        assertThat(calls).contains("second listener");
    }

    @Test
    void whatTheJournalSaysHasHappenedThoughTheLogsCouldNotFollow() throws IOException {
        Uuid id = metadata.createTopic("topic", 1, Map.of()).id();
        metadata.onChange(
                (before, now) -> calls.add("listener " + now.topicsByName().keySet()));
        logsFail = true;

        assertThatThrownBy(() -> metadata.deleteTopic(id))
                .isInstanceOf(KafkaStorageException.class)
                .hasMessage(
                        "the change is recorded, but the logs could not follow: the disk is gone; they will when the"
                                + " broker is restarted");
        assertThat(metadata.image().topicsById()).isEmpty();
        assertThat(calls).endsWith("listener []");
        assertThatThrownBy(() -> metadata.deleteTopic(id)).isInstanceOf(UnknownTopicIdException.class);
        assertThatThrownBy(() -> metadata.createTopic("next", 1, Map.of())).isInstanceOf(KafkaStorageException.class);
        assertThatThrownBy(() -> metadata.createTopic("next", 1, Map.of())).isInstanceOf(TopicExistsException.class);

        logsFail = false;
        restart();
        assertThat(metadata.image().topicsByName()).containsOnlyKeys("next");
        assertThat(calls).endsWith("logs [next]");
    }

    @Test
    void anEventThatDoesNotFollowFromThoseBeforeItIsNamed() throws IOException {
        Uuid id = metadata.createTopic("topic", 1, Map.of()).id();
        metadata.deleteTopic(id);
        List<String> lines = Files.readAllLines(dir.journal());
        Files.write(dir.journal(), List.of(lines.get(1)), StandardOpenOption.APPEND);
        close();

        assertThatThrownBy(this::open)
                .isInstanceOf(KafkaException.class)
                .hasMessage(
                        dir.journal() + ", line 3: TopicDeleted[id=" + id + "] does not follow from the lines before"
                                + " it: there is no topic of id " + id
                                + "; restore the file from a backup, nothing was changed");
    }

    @Test
    void whatIsNotLegalChangesNothing() throws IOException {
        metadata.createTopic("a.b", 2, Map.of());
        ClusterImage before = metadata.image();

        assertThatThrownBy(() -> metadata.createTopic("a.b", 1, Map.of())).isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> metadata.createTopic("a_b", 1, Map.of()))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage("Topic 'a_b' collides with existing topic: a.b");
        assertThatThrownBy(() -> metadata.createTopic("a b", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> metadata.createTopic("..", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> metadata.createTopic("c", 0, Map.of())).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> metadata.createTopic("c", 1, Map.of("bad", "x")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> metadata.addPartitions("a.b", 2))
                .isInstanceOf(InvalidPartitionsException.class)
                .hasMessage("Topic 'a.b' currently has 2 partitions, which is the requested 2.");
        assertThatThrownBy(() -> metadata.addPartitions("c", 2)).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> metadata.configureTopic("a.b", any -> Map.of("bad", "x")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> metadata.deleteTopic(Uuid.randomUuid())).isInstanceOf(UnknownTopicIdException.class);

        assertThat(metadata.image()).isSameAs(before);
        restart();
        assertThat(metadata.image()).isEqualTo(before);
    }

    @Test
    void noProducerIdIsHandedOutTwice() throws IOException {
        Set<Long> ids = new HashSet<>();
        for (int restarts = 0; restarts < 3; restarts++) {
            for (int i = 0; i < 1_500; i++) {
                assertThat(ids.add(metadata.next())).isTrue();
            }
            restart();
        }
    }

    @Test
    void aLongHistoryIsShortenedAtTheNextStart() throws IOException {
        Uuid id = metadata.createTopic("kept", 1, Map.of()).id();
        for (int i = 0; i < 600; i++) {
            metadata.deleteTopic(metadata.createTopic("gone", 1, Map.of()).id());
        }
        long ids = metadata.next();
        assertThat(Files.readAllLines(dir.journal())).hasSizeGreaterThan(1_200);

        restart();

        assertThat(Files.readAllLines(dir.journal())).hasSize(2);
        assertThat(metadata.image().topicsById()).containsOnlyKeys(id);
        assertThat(metadata.next()).isGreaterThan(ids);
    }

    @Test
    void aDirectoryInUseIsRefused() {
        assertThatThrownBy(() -> DataDir.open(path, 1))
                .isInstanceOf(KafkaException.class)
                .hasMessage(path + " is in use by another broker (its .lock is held); stop that one, or give this one"
                        + " another log.dir");
    }

    @Test
    void theIdentityIsStoredOnceAndChecked() throws IOException {
        String clusterId = dir.clusterId();
        restart();
        assertThat(dir.clusterId()).isEqualTo(clusterId);
        close();

        assertThatThrownBy(() -> DataDir.open(path, 2))
                .isInstanceOf(KafkaException.class)
                .hasMessage(path + " holds the data of node.id=1, and this broker is configured as node.id=2: set"
                        + " node.id or log.dir right");
        Files.delete(path.resolve("meta.properties"));
        assertThatThrownBy(() -> DataDir.open(path, 1))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("it is not a data directory, or lost that file");
        open(path.resolve("fresh"));
    }

    @Test
    void aFurtherDirectoryBelongsToTheSameCluster() throws IOException {
        Path further = path.resolve("further");
        dir.join(further).close();
        try (DataDir again = dir.join(further)) {
            assertThat(again.clusterId()).isEqualTo(dir.clusterId());
            assertThatThrownBy(() -> dir.join(further)).hasMessageContaining("is in use by another broker");
        }
        Path foreign = path.resolve("foreign");
        DataDir.open(foreign, 1).close();

        assertThatThrownBy(() -> dir.join(foreign))
                .isInstanceOf(KafkaException.class)
                .hasMessageStartingWith(foreign + " holds data of cluster ")
                .hasMessageContaining("and " + path + " that of cluster " + dir.clusterId())
                .hasMessageEndingWith("set log.dirs right");
    }

    /** For the closing after the test. */
    private void open(Path fresh) throws IOException {
        path = fresh;
        open();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
