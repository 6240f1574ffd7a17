/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.config.TopicDefaults;
import io.sluice.broker.metadata.io.DataDir;
import io.sluice.broker.metadata.io.JournaledMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTopicsHandlerTest {
    @TempDir
    Path path;

    private final TopicDefaults defaults = BrokerConfig.of(Map.of()).topics();
    private DataDir dir;
    private JournaledMetadata metadata;

    @BeforeEach
    void open() throws IOException {
        dir = DataDir.open(path, 1);
        metadata = JournaledMetadata.open(dir, defaults.configs()::validate, (before, now) -> {});
    }

    @AfterEach
    void close() throws IOException {
        metadata.close();
        dir.close();
    }

    @Test
    void whatATopicIsLikeIsAnswered() {
        CreatableTopicResult created = create("compacted", "cleanup.policy", "compact");

        assertThat(Errors.forCode(created.errorCode())).isEqualTo(Errors.NONE);
        assertThat(created.configs())
                .filteredOn(config -> config.name().equals("cleanup.policy"))
                .singleElement()
                .satisfies(config -> {
                    assertThat(config.value()).isEqualTo("compact");
                    assertThat(config.configSource()).isEqualTo(ConfigSource.TOPIC_CONFIG.id());
                });
        assertThat(metadata.image().topicsByName()).containsOnlyKeys("compacted");
    }

    @Test
    void whatOneBrokerCannotHonourIsRefused() {
        CreatableTopicResult refused = create("safe", "min.insync.replicas", "2");

        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.INVALID_CONFIG);
        assertThat(refused.errorMessage())
                .isEqualTo("min.insync.replicas=2 is not served: there is one broker, so one replica of each partition;"
                        + " set it to 1");
        assertThat(metadata.image().topicsByName()).isEmpty();
    }

    private CreatableTopicResult create(String name, String key, String value) {
        CreatableTopic topic =
                new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1);
        topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value));
        CreateTopicsRequestData request = new CreateTopicsRequestData();
        request.topics().add(topic);
        return new CreateTopicsHandler(metadata, defaults, Runnable::run)
                .handle(context(), request)
                .join()
                .topics()
                .find(name);
    }

    private static RequestContext context() {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new RequestContext(
                ApiKeys.CREATE_TOPICS,
                (short) 7,
                1,
                "client",
                "connection",
                here,
                new InetSocketAddress(here, 9092),
                "PLAINTEXT",
                SecurityProtocol.PLAINTEXT,
                KafkaPrincipal.ANONYMOUS,
                Runnable::run);
    }
}
