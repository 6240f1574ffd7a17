/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.config.HdfsSinkConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka Connect's way in: checks the configuration and hands each task the same one. Topic-partitions are shared out by
 * the consumer group, so there is nothing else to divide.
 */
public final class HdfsSinkConnector extends SinkConnector {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsSinkConnector.class);

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return Optional.ofNullable(HdfsSinkConnector.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public ConfigDef config() {
        return HdfsSinkConfig.definition();
    }

    /** All problems of a configuration at once, also those between keys and with keys that do not exist. */
    @Override
    public Config validate(Map<String, String> given) {
        return new Config(HdfsSinkConfig.validate(given));
    }

    @Override
    public void start(Map<String, String> given) {
        HdfsSinkConfig config = HdfsSinkConfig.parse(given);
        if (!config.ignoredKeys().isEmpty()) {
            LOG.warn("{}: without effect here: {}", given.get("name"), String.join(", ", config.ignoredKeys()));
        }
        settings = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HdfsSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {
        settings = Map.of();
    }
}
