/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.metadata.io.DataDir;
import io.sluice.broker.metadata.io.JournaledMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalAlterConfigsHandlerTest {
    @TempDir
    Path path;

    private final BrokerConfig config = BrokerConfig.of(Map.of());
    private final ExecutorService io = Executors.newFixedThreadPool(2);
    private DataDir dir;
    private JournaledMetadata metadata;

    @BeforeEach
    void open() throws IOException {
        dir = DataDir.open(path, 1);
        metadata = JournaledMetadata.open(dir, config.topics().configs()::validate, (before, now) -> {});
    }

    @AfterEach
    void close() throws IOException {
        io.shutdownNow();
        metadata.close();
        dir.close();
    }

    @Test
    void changesAtTheSameTimeAllHappen() {
        metadata.createTopic("topic", 1, Map.of());
        IncrementalAlterConfigsHandler handler =
                new IncrementalAlterConfigsHandler(new Settings(metadata, metadata, config), io);
        for (int round = 1; round <= 100; round++) {
            String value = Integer.toString(round * 1_000);
            List<CompletableFuture<IncrementalAlterConfigsResponseData>> both = Stream.of(
                            "retention.ms", "retention.bytes")
                    .map(key -> handler.handle(context(), set(key, value)))
                    .toList();

            assertThat(both)
                    .allSatisfy(answer -> assertThat(
                                    answer.join().responses().get(0).errorCode())
                            .isEqualTo(Errors.NONE.code()));
            assertThat(metadata.image().topic("topic").orElseThrow().configs())
                    .containsEntry("retention.ms", value)
                    .containsEntry("retention.bytes", value);
        }
    }

    private static IncrementalAlterConfigsRequestData set(String key, String value) {
        AlterConfigsResource topic = new AlterConfigsResource()
                .setResourceType(ConfigResource.Type.TOPIC.id())
                .setResourceName("topic");
        topic.configs().add(new AlterableConfig().setName(key).setValue(value).setConfigOperation(OpType.SET.id()));
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources().add(topic);
        return request;
    }

    private static RequestContext context() {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new RequestContext(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                (short) 1,
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
