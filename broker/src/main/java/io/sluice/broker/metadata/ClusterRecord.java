/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A thing that happened to the cluster. These records, in order, are the metadata: {@link #applyTo} is the only way in
 * which the state changes, when it happens and when the journal is replayed.
 *
 * <p>Compatibility: the names in the annotations and of the components are what the journal on disk says. Add, never
 * rename; a meaning that changes needs a new record.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClusterRecord.TopicCreated.class, name = "topic-created"),
    @JsonSubTypes.Type(value = ClusterRecord.TopicDeleted.class, name = "topic-deleted"),
    @JsonSubTypes.Type(value = ClusterRecord.PartitionsAdded.class, name = "partitions-added"),
    @JsonSubTypes.Type(value = ClusterRecord.TopicConfigured.class, name = "topic-configured"),
    @JsonSubTypes.Type(value = ClusterRecord.BrokerConfigured.class, name = "broker-configured"),
    @JsonSubTypes.Type(value = ClusterRecord.ProducerIdsReserved.class, name = "producer-ids-reserved")
})
public sealed interface ClusterRecord {

    ClusterState applyTo(ClusterState state);

    /** A topic came to be. */
    record TopicCreated(String name, Uuid id, int partitions, Map<String, String> configs) implements ClusterRecord {
        public TopicCreated {
            configs = Map.copyOf(configs);
        }

        @Override
        public ClusterState applyTo(ClusterState state) {
            return state.with(new TopicImage(name, id, partitions, configs));
        }
    }

    /** A topic went, with all that was in it. */
    record TopicDeleted(Uuid id) implements ClusterRecord {
        @Override
        public ClusterState applyTo(ClusterState state) {
            return state.without(id);
        }
    }

    /**
     * A topic grew.
     *
     * @param partitions how many it has from now on
     */
    record PartitionsAdded(Uuid id, int partitions) implements ClusterRecord {
        @Override
        public ClusterState applyTo(ClusterState state) {
            TopicImage topic = state.topic(id);
            return state.with(new TopicImage(topic.name(), id, partitions, topic.configs()));
        }
    }

    /**
     * A topic's configuration changed.
     *
     * @param configs all that is set on the topic from now on
     */
    record TopicConfigured(Uuid id, Map<String, String> configs) implements ClusterRecord {
        public TopicConfigured {
            configs = Map.copyOf(configs);
        }

        @Override
        public ClusterState applyTo(ClusterState state) {
            TopicImage topic = state.topic(id);
            return state.with(new TopicImage(topic.name(), id, topic.partitions(), configs));
        }
    }

    /**
     * The configuration of a running broker changed.
     *
     * @param broker its id, or "" for all brokers
     * @param configs all that is set so from now on
     */
    record BrokerConfigured(String broker, Map<String, String> configs) implements ClusterRecord {
        public BrokerConfigured {
            configs = Map.copyOf(configs);
        }

        @Override
        public ClusterState applyTo(ClusterState state) {
            return state.withBrokerConfigs(broker, configs);
        }
    }

    /**
     * Producer ids were set aside to be handed out.
     *
     * @param next the first id that has never been
     */
    record ProducerIdsReserved(long next) implements ClusterRecord {
        @Override
        public ClusterState applyTo(ClusterState state) {
            return state.withNextProducerId(next);
        }
    }
}
