/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata.io;

import io.sluice.broker.metadata.BrokerAdmin;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterRecord;
import io.sluice.broker.metadata.ClusterState;
import io.sluice.broker.metadata.ProducerIds;
import io.sluice.broker.metadata.TopicAdmin;
import io.sluice.broker.metadata.TopicImage;
import io.sluice.broker.metadata.TopicRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster of one broker, with its history in a {@link MetadataJournal}. Thread-safe: changes one at a time, readers
 * see the last one that is durable.
 *
 * <p>Every change takes the same way: a rule decides which record to write, the journal makes it durable, and only then
 * it is applied, the logs follow, and listeners hear of it.
 */
public final class JournaledMetadata implements TopicAdmin, BrokerAdmin, ProducerIds, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournaledMetadata.class);
    private static final int PRODUCER_ID_BLOCK = 1000;
    /** A journal this many times longer than it needs to be is rewritten at the next start. */
    private static final int REWRITE_FACTOR = 4;

    private static final int REWRITE_MIN_RECORDS = 1000;

    private final MetadataJournal journal;
    private final Consumer<Map<String, String>> configRules;
    private final Listener logs;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private volatile ClusterState state;
    private long nextProducerId;
    private long reservedProducerIds;

    private JournaledMetadata(
            MetadataJournal journal, ClusterState state, Consumer<Map<String, String>> configRules, Listener logs) {
        this.journal = journal;
        this.state = state;
        this.configRules = configRules;
        this.logs = logs;
        this.nextProducerId = state.nextProducerId();
        this.reservedProducerIds = state.nextProducerId();
    }

    /**
     * Replays the journal of a data directory. The logs of all topics exist when this returns.
     *
     * @param configRules throws if a topic's configuration is not legal
     * @param logs brings the logs in line with the metadata; called before anybody sees a change. Should it fail, the
     *     change has happened all the same, and its author hears of the failure
     * @throws KafkaException if the journal is damaged, naming the file and the place
     */
    public static JournaledMetadata open(DataDir dir, Consumer<Map<String, String>> configRules, Listener logs)
            throws IOException {
        Path file = dir.journal();
        ClusterState empty = ClusterState.empty(dir.clusterId(), dir.brokerId());
        MetadataJournal.Opened opened = MetadataJournal.open(file);
        ClusterState state = replay(file, empty, opened.records());
        List<ClusterRecord> shortest = state.asRecords();
        if (opened.records().size() > REWRITE_MIN_RECORDS + REWRITE_FACTOR * shortest.size()) {
            opened.journal().close();
            MetadataJournal.rewrite(file, shortest);
            opened = MetadataJournal.open(file);
            state = replay(file, empty, opened.records());
        }
        logs.changed(empty.image(), state.image());
        return new JournaledMetadata(opened.journal(), state, configRules, logs);
    }

    private static ClusterState replay(Path file, ClusterState empty, List<ClusterRecord> records) {
        ClusterState state = empty;
        for (int i = 0; i < records.size(); i++) {
            try {
                state = records.get(i).applyTo(state);
            } catch (RuntimeException e) {
                throw new KafkaException(
                        file + ", line " + (i + 1) + ": " + records.get(i)
                                + " does not follow from the lines before it: " + e.getMessage()
                                + "; restore the file from a backup, nothing was changed",
                        e);
            }
        }
        return state;
    }

    @Override
    public ClusterImage image() {
        return state.image();
    }

    @Override
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void validateTopic(String name, int partitions, Map<String, String> configs) {
        configRules.accept(configs);
        TopicRules.create(image(), name, Uuid.ZERO_UUID, partitions, configs);
    }

    @Override
    public TopicImage createTopic(String name, int partitions, Map<String, String> configs) {
        configRules.accept(configs);
        Uuid id = Uuid.randomUuid();
        return change(image -> TopicRules.create(image, name, id, partitions, configs))
                .topic(id)
                .orElseThrow();
    }

    @Override
    public void deleteTopic(Uuid id) {
        change(image -> TopicRules.delete(image, id));
    }

    @Override
    public void validatePartitions(String name, int partitions) {
        TopicRules.addPartitions(image(), name, partitions);
    }

    @Override
    public TopicImage addPartitions(String name, int partitions) {
        return change(image -> TopicRules.addPartitions(image, name, partitions))
                .topic(name)
                .orElseThrow();
    }

    @Override
    public TopicImage configureTopic(String name, UnaryOperator<Map<String, String>> change) {
        return change(image -> {
                    ClusterRecord.TopicConfigured configured = TopicRules.configure(image, name, change);
                    configRules.accept(configured.configs());
                    return configured;
                })
                .topic(name)
                .orElseThrow();
    }

    @Override
    public void configureBroker(String broker, UnaryOperator<Map<String, String>> change) {
        change(image -> new ClusterRecord.BrokerConfigured(broker, change.apply(image.brokerConfigs(broker))));
    }

    @Override
    public synchronized long next() {
        if (nextProducerId == reservedProducerIds) {
            // Ids of a block that a crash cut short are never handed out
            change(image -> new ClusterRecord.ProducerIdsReserved(reservedProducerIds + PRODUCER_ID_BLOCK));
            reservedProducerIds += PRODUCER_ID_BLOCK;
        }
        return nextProducerId++;
    }

    private synchronized ClusterImage change(Function<ClusterImage, ClusterRecord> decide) {
        ClusterState before = state;
        ClusterRecord record = decide.apply(before.image());
        ClusterState now = record.applyTo(before);
        try {
            journal.append(record);
        } catch (IOException e) {
            throw new KafkaStorageException("cannot write the metadata journal: " + e.getMessage(), e);
        }
        // The change has happened, whatever the logs make of it: the state has to say what the journal says, or the
        // next change would not follow from the last one. Logs come first, so that nobody sees a topic without them.
        try {
            logs.changed(before.image(), now.image());
        } catch (RuntimeException e) {
            throw new KafkaStorageException(
                    "the change is recorded, but the logs could not follow: " + e.getMessage()
                            + "; they will when the broker is restarted",
                    e);
        } finally {
            state = now;
            listeners.forEach(listener -> tell(listener, before.image(), now.image()));
        }
        return now.image();
    }

    /** The change has happened whatever a listener makes of it, and the next one has to hear of it too. */
    private static void tell(Listener listener, ClusterImage before, ClusterImage now) {
        try {
            listener.changed(before, now);
        } catch (RuntimeException e) {
            log.error("{} failed at version {} of the metadata", listener, now.version(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        journal.close();
    }
}
