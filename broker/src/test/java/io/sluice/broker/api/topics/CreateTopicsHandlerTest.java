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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTopicsHandlerTest {
    @TempDir
    Path path;

    private final TopicDefaults defaults = BrokerConfig.of(Map.of()).topics();
    private final Logger logger = (Logger) LogManager.getLogger(CreateTopicsHandler.class);
    private final Lines lines = new Lines();
    private DataDir dir;
    private JournaledMetadata metadata;

    private static final class Lines extends AbstractAppender {
        private final List<String> written = new ArrayList<>();

        Lines() {
            super("lines", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            written.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }

    @BeforeEach
    void open() throws IOException {
        lines.start();
        logger.addAppender(lines);
        dir = DataDir.open(path, 1);
        metadata = JournaledMetadata.open(dir, defaults.configs()::validate, (before, now) -> {});
    }

    @AfterEach
    void close() throws IOException {
        logger.removeAppender(lines);
        metadata.close();
        dir.close();
    }

    @Test
    void whoWantsATopicCompactedIsToldThatNothingIsYet() {
        create("deleted", "delete");
        assertThat(lines.written).isEmpty();

        create("compacted", "compact");

        assertThat(metadata.image().topicsByName()).containsOnlyKeys("deleted", "compacted");
        assertThat(lines.written)
                .containsExactly("WARN Topic 'compacted' is created with cleanup.policy=compact, and nothing is"
                        + " compacted yet: records that later ones replace are kept");
    }

    private void create(String name, String cleanupPolicy) {
        CreatableTopic topic =
                new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1);
        topic.configs().add(new CreatableTopicConfig().setName("cleanup.policy").setValue(cleanupPolicy));
        CreateTopicsRequestData request = new CreateTopicsRequestData();
        request.topics().add(topic);
        new CreateTopicsHandler(metadata, defaults, Runnable::run)
                .handle(context(), request)
                .join();
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
                KafkaPrincipal.ANONYMOUS);
    }
}
