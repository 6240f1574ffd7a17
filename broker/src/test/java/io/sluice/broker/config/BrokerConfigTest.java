/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.engine.LogEngineConfig;
import io.sluice.broker.log.wal.FlushMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {
    @Test
    void defaultsAreKafkasWhereKafkaHasThem() {
        BrokerConfig config = BrokerConfig.of(Map.of());

        assertThat(config.nodeId()).isEqualTo(1);
        assertThat(config.dataDir()).isEqualTo(Path.of("sluice-data/broker"));
        assertThat(config.network())
                .isEqualTo(new NetworkConfig(
                        List.of(new ListenerConfig("PLAINTEXT", "", 9092)),
                        List.of(),
                        3,
                        104_857_600,
                        57_671_680,
                        -1,
                        600_000));
        assertThat(config.topics().partitions()).isEqualTo(1);
        assertThat(config.topics().autoCreate()).isTrue();
        assertThat(config.topics().configs().resolve(Map.of())).isEqualTo(LogConfig.DEFAULTS);
        assertThat(config.logEngine()).isEqualTo(LogEngineConfig.DEFAULTS);
    }

    @Test
    void everyKeyFindsItsPlace() {
        BrokerConfig config = BrokerConfig.of(Map.ofEntries(
                Map.entry("node.id", "7"),
                Map.entry("log.dirs", "/data, /more"),
                Map.entry("num.io.threads", "2"),
                Map.entry("listeners", "PLAINTEXT://[::1]:0"),
                Map.entry("advertised.listeners", "PLAINTEXT://broker.example:1234"),
                Map.entry("num.network.threads", "5"),
                Map.entry("socket.request.max.bytes", "2000000"),
                Map.entry("fetch.max.bytes", "3000000"),
                Map.entry("queued.max.request.bytes", "4000000"),
                Map.entry("connections.max.idle.ms", "5000"),
                Map.entry("num.partitions", "6"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("log.flush", "async"),
                Map.entry("log.retention.hours", "2"),
                Map.entry("log.segment.bytes", "1048576"),
                Map.entry("message.max.bytes", "999"),
                Map.entry("log.cleanup.policy", "compact,delete"),
                Map.entry("log.message.timestamp.type", "LogAppendTime"),
                Map.entry("offsets.topic.num.partitions", "4")));

        assertThat(config.nodeId()).isEqualTo(7);
        assertThat(config.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(config.dataDirs()).containsExactly(Path.of("/data"), Path.of("/more"));
        assertThat(config.ioThreads()).isEqualTo(2);
        assertThat(config.network())
                .isEqualTo(new NetworkConfig(
                        List.of(new ListenerConfig("PLAINTEXT", "::1", 0)),
                        List.of(new ListenerConfig("PLAINTEXT", "broker.example", 1234)),
                        5,
                        2_000_000,
                        3_000_000,
                        4_000_000,
                        5_000));
        assertThat(config.topics().partitions()).isEqualTo(6);
        assertThat(config.topics().autoCreate()).isFalse();
        assertThat(config.logEngine().flush()).isEqualTo(FlushMode.ASYNC);
        LogConfig log = config.topics().configs().resolve(Map.of("max.message.bytes", "1000"));
        assertThat(log.retentionMs()).isEqualTo(7_200_000);
        assertThat(log.segmentBytes()).isEqualTo(1_048_576);
        assertThat(log.maxMessageBytes()).isEqualTo(1000);
        assertThat(log.compact()).isTrue();
        assertThat(log.delete()).isTrue();
        assertThat(log.logAppendTime()).isTrue();
    }

    @Test
    void theFinerUnitOfATimeWins() {
        TopicConfigs configs = BrokerConfig.of(
                        Map.of("log.retention.hours", "1", "log.retention.minutes", "2", "log.retention.ms", "3"))
                .topics()
                .configs();

        assertThat(configs.resolve(Map.of()).retentionMs()).isEqualTo(3);
        assertThat(BrokerConfig.of(Map.of("log.retention.hours", "-1"))
                        .topics()
                        .configs()
                        .resolve(Map.of())
                        .retentionMs())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lisetners | PLAINTEXT://:1 | Unknown configuration key 'lisetners'; did you mean 'listeners'?",
                "ssl.keystore.location | here | Unknown configuration key 'ssl.keystore.location'",
                "authorizer.class.name | Acl | Unknown configuration key 'authorizer.class.name'",
                "listeners | :9092 | Invalid value :9092 for configuration listeners: write PROTOCOL://HOST:PORT, for"
                        + " example PLAINTEXT://:9092",
                "listeners | SSL://:9092 | Invalid value SSL://:9092 for configuration listeners: only PLAINTEXT is"
                        + " served",
                "listeners | PLAINTEXT://:99999 | Invalid value PLAINTEXT://:99999 for configuration listeners: write"
                        + " PROTOCOL://HOST:PORT, for example PLAINTEXT://:9092",
                "advertised.listeners | PLAINTEXT://:9092 | Invalid value PLAINTEXT://:9092 for configuration"
                        + " advertised.listeners: clients need a host and port to connect to",
                "log.dirs | /a,/b,/a/ | Invalid value /a,/b,/a/ for configuration log.dirs: name each directory once",
                "log.dirs | /a,,/b | Invalid value /a,,/b for configuration log.dirs: a directory has no name",
                "num.partitions | 0 | Invalid value 0 for configuration num.partitions: Value must be at least 1",
                "queued.max.request.bytes | 0 | Invalid value 0 for configuration queued.max.request.bytes: Value must be"
                        + " -1 or at least 1",
                "num.partitions | many | Invalid value many for configuration num.partitions: Not a number of type INT",
                "log.retention.hours | soon | Invalid value soon for configuration log.retention.hours: Not a number of"
                        + " type INT",
                "log.flush | often | Invalid value often for configuration log.flush: String must be one of: group,"
                        + " async, never",
                "group.max.size | 0 | Invalid value 0 for configuration group.max.size: Value must be at least 1"
            })
    void whatIsWrongIsNamed(String key, String value, String message) {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retenton.ms | 1 | Unknown topic config name: retenton.ms; did you mean 'retention.ms'?",
                "retention.ms | soon | Invalid value soon for configuration retention.ms: Not a number of type LONG",
                "cleanup.policy | burn | Invalid value burn for configuration cleanup.policy: String must be one of:"
                        + " compact, delete",
                "min.insync.replicas | 2 | min.insync.replicas=2 is not served: there is one broker, so one replica of"
                        + " each partition; set it to 1",
                "max.compaction.lag.ms | 0 | Invalid value 0 for configuration max.compaction.lag.ms: Value must be at"
                        + " least 1",
                "remote.storage.enable | true | remote.storage.enable=true is not served"
            })
    void whatIsWrongWithATopicIsNamed(String key, String value, String message) {
        TopicConfigs configs = BrokerConfig.of(Map.of()).topics().configs();

        assertThatThrownBy(() -> configs.validate(Map.of(key, value)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void whatCleansLogsCanBeSet() {
        BrokerConfig config = BrokerConfig.of(Map.of(
                "log.cleaner.threads", "2",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "log.cleaner.io.max.bytes.per.second", "1000000",
                "log.cleaner.io.buffer.size", "4096",
                "log.cleaner.io.buffer.load.factor", "0.5",
                "log.cleaner.backoff.ms", "7",
                "log.cleaner.delete.retention.ms", "8",
                "log.cleaner.min.cleanable.ratio", "0.25",
                "log.cleaner.min.compaction.lag.ms", "9",
                "log.cleaner.max.compaction.lag.ms", "10"));

        assertThat(config.logEngine().cleaner())
                .isEqualTo(new CleanerConfig(2, 1_000_000, 2 << 20, 4096, 0.5, 7, CleanerConfig.DEFAULTS.retryMs()));
        assertThat(config.topics().configs().resolve(Map.of()).compaction())
                .isEqualTo(new LogConfig.Compaction(0.25, 8, 9, 10));
        assertThat(BrokerConfig.of(Map.of("log.cleaner.enable", "false"))
                        .logEngine()
                        .cleaner()
                        .threads())
                .isZero();
    }

    @Test
    void aTopicCanNameItsCompression() {
        TopicConfigs configs = BrokerConfig.of(Map.of()).topics().configs();

        assertThat(configs.resolve(Map.of()).compression()).isNull();
        assertThat(configs.resolve(Map.of("compression.type", "uncompressed")).compression())
                .isEqualTo(Compression.NONE);
        assertThat(configs.resolve(Map.of("compression.type", "zstd", "compression.zstd.level", "7"))
                        .compression())
                .isEqualTo(Compression.zstd().level(7).build());
    }

    @Test
    void aFileWrittenForKafkaIsTaken() {
        BrokerConfig config = BrokerConfig.of(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.bootstrap.servers", "localhost:9093"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("zookeeper.connect", "localhost:2181"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("socket.send.buffer.bytes", "102400"),
                Map.entry("socket.receive.buffer.bytes", "102400"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("num.partitions", "3")));

        assertThat(config.topics().partitions()).isEqualTo(3);
        assertThat(BrokerKeys.DEFINITION.names()).noneMatch(KeysWithoutEffect::contain);
        assertThat(BrokerConfig.markdown()).contains("`num.replica.fetchers`").contains("`zookeeper.*`");
    }

    @Test
    void theReferenceHasEveryKey() {
        assertThat(BrokerConfig.markdown())
                .contains(BrokerKeys.DEFINITION.names().stream()
                        .map(key -> "| `" + key + "` | ")
                        .toList());
    }
}
