/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.config.ChangeableKeys;
import io.sluice.broker.config.ConfigEntry;
import io.sluice.broker.config.DynamicConfig;
import io.sluice.broker.metadata.BrokerAdmin;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.TopicAdmin;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The settings that can be seen and changed while the broker runs: those of topics, of this broker, and of all
 * brokers.
 *
 * <p>Thread-safe. Changes block on the disk.
 */
public final class Settings {
    /** The name of all brokers together. */
    private static final String ALL_BROKERS = "";

    private final TopicAdmin topics;
    private final BrokerAdmin brokers;
    private final BrokerConfig file;

    public Settings(TopicAdmin topics, BrokerAdmin brokers, BrokerConfig file) {
        this.topics = topics;
        this.brokers = brokers;
        this.file = file;
    }

    /** From the rules of a resource's keys, and all that is set on it, to all that is to be set. */
    interface Change extends BiFunction<ChangeableKeys, Map<String, String>, Map<String, String>> {}

    /**
     * Changes a resource, or only checks whether it could be done.
     *
     * @throws org.apache.kafka.common.errors.ApiException saying what is wrong; nothing was changed then
     */
    void change(byte type, String name, Change change, boolean validateOnly) {
        switch (ConfigResource.Type.forId(type)) {
            case TOPIC -> changeTopic(name, change, validateOnly);
            case BROKER -> changeBroker(name, change, validateOnly);
            case BROKER_LOGGER, CLIENT_METRICS, GROUP, UNKNOWN -> throw noSettings(type);
        }
    }

    private void changeTopic(String name, Change change, boolean validateOnly) {
        if (validateOnly) {
            Map<String, String> wanted =
                    change.apply(file.topics().configs(), topic(name).configs());
            file.topics().configs().validate(wanted);
        } else {
            topics.configureTopic(name, before -> change.apply(file.topics().configs(), before));
        }
    }

    private void changeBroker(String name, Change change, boolean validateOnly) {
        checkBroker(name);
        if (validateOnly) {
            changed(name, change, topics.image().brokerConfigs(name));
        } else {
            brokers.configureBroker(name, before -> changed(name, change, before));
        }
    }

    private Map<String, String> changed(String name, Change change, Map<String, String> before) {
        ClusterImage image = topics.image();
        Map<String, String> wanted = change.apply(dynamic(image), before);
        DynamicConfig after = name.equals(ALL_BROKERS)
                ? DynamicConfig.of(file, image.brokerConfigs(id()), wanted)
                : DynamicConfig.of(file, wanted, image.brokerConfigs(ALL_BROKERS));
        after.validate(image.topicsById().values().stream()
                .map(TopicImage::configs)
                .distinct()
                .toList());
        return wanted;
    }

    /** What is in force of a resource; of all brokers together, what is set on them. */
    List<ConfigEntry> describe(byte type, String name) {
        return switch (ConfigResource.Type.forId(type)) {
            case TOPIC -> file.topics().configs().describe(topic(name).configs());
            case BROKER -> {
                checkBroker(name);
                DynamicConfig now = dynamic(topics.image());
                yield name.equals(ALL_BROKERS) ? now.describeAllBrokers() : now.describe();
            }
            case BROKER_LOGGER, CLIENT_METRICS, GROUP, UNKNOWN -> throw noSettings(type);
        };
    }

    private DynamicConfig dynamic(ClusterImage image) {
        return DynamicConfig.of(file, image.brokerConfigs(id()), image.brokerConfigs(ALL_BROKERS));
    }

    private TopicImage topic(String name) {
        return topics.image()
                .topic(name)
                .orElseThrow(() -> new UnknownTopicOrPartitionException("There is no topic '" + name + "'."));
    }

    private void checkBroker(String name) {
        if (!name.equals(ALL_BROKERS) && !name.equals(id())) {
            throw new InvalidRequestException(
                    "Unexpected broker id, expected " + id() + " or empty string, but received " + name);
        }
    }

    private String id() {
        return Integer.toString(file.nodeId());
    }

    private static InvalidRequestException noSettings(byte type) {
        return new InvalidRequestException(
                "There are no settings of resource type " + ConfigResource.Type.forId(type) + ".");
    }
}
