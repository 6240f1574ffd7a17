/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.metadata.ClusterRecord;
import io.sluice.broker.metadata.ClusterRecord.PartitionsAdded;
import io.sluice.broker.metadata.ClusterRecord.ProducerIdsReserved;
import io.sluice.broker.metadata.ClusterRecord.TopicConfigured;
import io.sluice.broker.metadata.ClusterRecord.TopicCreated;
import io.sluice.broker.metadata.ClusterRecord.TopicDeleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataJournalTest {
    private static final Uuid ID = Uuid.fromString("sPnfGRtzRPGhpRGyaTGa8A");
    private static final List<ClusterRecord> EVENTS = List.of(
            new TopicCreated("flights", ID, 3, Map.of("retention.ms", "1000")),
            new PartitionsAdded(ID, 5),
            new TopicConfigured(ID, Map.of("cleanup.policy", "compact")),
            new ProducerIdsReserved(2_000),
            new TopicDeleted(ID));

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void place() {
        file = dir.resolve("metadata.journal");
    }

    private List<ClusterRecord> readAll() throws IOException {
        MetadataJournal.Opened opened = MetadataJournal.open(file);
        opened.journal().close();
        return opened.records();
    }

    private void append(List<ClusterRecord> events) throws IOException {
        try (MetadataJournal journal = MetadataJournal.open(file).journal()) {
            for (ClusterRecord event : events) {
                journal.append(event);
            }
        }
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        append(EVENTS.subList(0, 2));
        append(EVENTS.subList(2, 5));

        assertThat(readAll()).isEqualTo(EVENTS);
    }

    /** The format that brokers in the field have on their disks: a change here is a change that they cannot read. */
    @Test
    void theFormatStaysAsItIs() throws IOException {
        append(EVENTS);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "135c0a14 {\"event\":\"topic-created\",\"name\":\"flights\",\"id\":\"sPnfGRtzRPGhpRGyaTGa8A\","
                                + "\"partitions\":3,\"configs\":{\"retention.ms\":\"1000\"}}",
                        "99b4ff47 {\"event\":\"partitions-added\",\"id\":\"sPnfGRtzRPGhpRGyaTGa8A\",\"partitions\":5}",
                        "66da76cd {\"event\":\"topic-configured\",\"id\":\"sPnfGRtzRPGhpRGyaTGa8A\","
                                + "\"configs\":{\"cleanup.policy\":\"compact\"}}",
                        "4c144ded {\"event\":\"producer-ids-reserved\",\"next\":2000}",
                        "292dc067 {\"event\":\"topic-deleted\",\"id\":\"sPnfGRtzRPGhpRGyaTGa8A\"}");
    }

    @Test
    void aCrashAnywhereInTheLastEventLosesThatEventOnly() throws IOException {
        append(EVENTS);
        byte[] whole = Files.readAllBytes(file);
        int lastLine = new String(whole, UTF_8).stripTrailing().lastIndexOf('\n') + 1;
        for (int length = lastLine; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(readAll()).isEqualTo(EVENTS.subList(0, 4));
            append(EVENTS.subList(4, 5));
            assertThat(readAll()).isEqualTo(EVENTS);
        }
    }

    @Test
    void aByteThatChangedAnywhereIsNoticed() throws IOException {
        append(EVENTS);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x08;
            Files.write(file, damaged);

            assertThatThrownBy(this::readAll)
                    .as("byte %d", i)
                    .isInstanceOf(KafkaException.class)
                    .hasMessageStartingWith(file + " is damaged at byte ")
                    .hasMessageContaining("restore it from a backup");
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    @Test
    void aRewrittenJournalSaysWhatItIsTold() throws IOException {
        append(EVENTS);

        MetadataJournal.rewrite(file, EVENTS.subList(0, 1));

        assertThat(readAll()).isEqualTo(EVENTS.subList(0, 1));
        assertThat(dir).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
    }
}
