/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topic, or sees that the one there is can be relied on. */
final class SchemaTopic {

    /** A record that does not count is put right within moments; compaction must not look before. */
    private static final String MIN_COMPACTION_LAG_MS = "600000";

    private final StoreConfig config;

    SchemaTopic(StoreConfig config) {
        this.config = config;
    }

    /** @throws KafkaException if it cannot be had, or would lose schemas */
    void prepare() {
        Map<String, Object> settings = new HashMap<>(config.clients());
        settings.put("default.api.timeout.ms", (int) config.initTimeoutMs());
        settings.put("request.timeout.ms", (int) Math.min(30_000, config.initTimeoutMs()));
        try (Admin admin = Admin.create(settings)) {
            if (!create(admin)) {
                verify(admin);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(
                    "cannot make or read the topic " + config.topic() + " at "
                            + config.clients().get("bootstrap.servers") + ": " + cause(e).getMessage(),
                    cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the topic " + config.topic() + " was made", e);
        }
    }

    private boolean create(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        if (exists(admin)) {
            return false;
        }
        int brokers = get(admin.describeCluster().nodes()).size();
        short replicas = (short) Math.max(1, Math.min(config.replicas(), brokers));
        NewTopic topic = new NewTopic(config.topic(), 1, replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        MIN_COMPACTION_LAG_MS));
        try {
            get(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private boolean exists(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return get(admin.describeTopics(List.of(config.topic()))
                            .topicNameValues()
                            .get(config.topic()))
                    != null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private void verify(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        TopicDescription topic = get(
                admin.describeTopics(List.of(config.topic())).topicNameValues().get(config.topic()));
        if (topic.partitions().size() != 1) {
            throw new KafkaException("the topic " + config.topic() + " has "
                    + topic.partitions().size() + " partitions; the registry's has one, for its order is the truth");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, config.topic());
        Config settings = get(admin.describeConfigs(List.of(resource)).values().get(resource));
        String policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new KafkaException("the topic " + config.topic() + " has cleanup.policy=" + policy
                    + ", which deletes schemas in time; set it to compact");
        }
    }

    private <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(config.initTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    private static Throwable cause(Exception e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
