/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.sluice.broker.groups.GroupSettings;
import io.sluice.broker.log.wal.FlushMode;
import io.sluice.broker.transactions.TransactionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Every key of the broker, declared once. Names and meanings are Kafka's wherever Kafka has the key. */
final class BrokerKeys {
    static final String NODE_ID = "node.id";
    static final String LOG_DIR = "log.dir";
    static final String LOG_DIRS = "log.dirs";
    static final String LOG_FLUSH = "log.flush";
    static final String DISK_RESERVE = "log.disk.reserve.bytes";
    static final String PRODUCER_ID_EXPIRATION_MS = "producer.id.expiration.ms";
    static final String RETENTION_CHECK_MS = "log.retention.check.interval.ms";
    static final String CLEANER_ENABLE = "log.cleaner.enable";
    static final String CLEANER_THREADS = "log.cleaner.threads";
    static final String CLEANER_IO_MAX_BYTES_PER_SECOND = "log.cleaner.io.max.bytes.per.second";
    static final String CLEANER_DEDUPE_BUFFER_SIZE = "log.cleaner.dedupe.buffer.size";
    static final String CLEANER_LOAD_FACTOR = "log.cleaner.io.buffer.load.factor";
    static final String CLEANER_IO_BUFFER_SIZE = "log.cleaner.io.buffer.size";
    static final String CLEANER_BACKOFF_MS = "log.cleaner.backoff.ms";
    static final String LISTENERS = "listeners";
    static final String ADVERTISED_LISTENERS = "advertised.listeners";
    static final String NETWORK_THREADS = "num.network.threads";
    static final String IO_THREADS = "num.io.threads";
    static final String REQUEST_MAX_BYTES = "socket.request.max.bytes";
    static final String QUEUED_MAX_REQUEST_BYTES = "queued.max.request.bytes";
    static final String CONNECTIONS_MAX_IDLE_MS = "connections.max.idle.ms";
    static final String FETCH_MAX_BYTES = "fetch.max.bytes";
    static final String NUM_PARTITIONS = "num.partitions";
    static final String AUTO_CREATE_TOPICS = "auto.create.topics.enable";
    static final String RETENTION_HOURS = "log.retention.hours";
    static final String RETENTION_MINUTES = "log.retention.minutes";
    static final String ROLL_HOURS = "log.roll.hours";

    private static final String GENERAL = "General";
    private static final String NETWORK = "Network";
    private static final String STORAGE = "Storage";
    private static final String CLEANER = "Compaction";
    private static final String TOPICS = "Topics";
    private static final String GROUPS = "Consumer groups";
    private static final String TRANSACTIONS = "Transactions";

    private static final Validator DEFAULT_OR_POSITIVE = LambdaValidator.with(
            (name, value) -> {
                if ((long) value != -1 && (long) value < 1) {
                    throw new ConfigException(name, value, "Value must be -1 or at least 1");
                }
            },
            () -> "-1 or [1,...]");

    static final ConfigDef DEFINITION = new BrokerKeys().define();

    private final ConfigDef definition = new ConfigDef();
    private final List<String> order = new ArrayList<>();

    private BrokerKeys() {}

    private ConfigDef define() {
        key(
                GENERAL,
                NODE_ID,
                ConfigDef.Type.INT,
                1,
                atLeast(0),
                "The number of this broker. Stored with the data at first start.");
        key(
                GENERAL,
                LOG_DIR,
                ConfigDef.Type.STRING,
                "sluice-data/broker",
                null,
                "The directory of all data. Made if it is missing.");
        key(
                GENERAL,
                LOG_DIRS,
                ConfigDef.Type.STRING,
                null,
                null,
                "As log.dir, which it overrides; several directories, separated by commas, spread the segments of"
                        + " partitions over them, perhaps over several disks. The first holds all else as well. If another"
                        + " one fails, its partitions are offline until the next start, and all others go on.");
        key(
                GENERAL,
                IO_THREADS,
                ConfigDef.Type.INT,
                8,
                atLeast(1),
                "Threads for what waits for a disk: reads that memory does not serve, changes of metadata.");

        key(
                NETWORK,
                LISTENERS,
                ConfigDef.Type.LIST,
                "PLAINTEXT://:9092",
                null,
                "Where to listen, as PROTOCOL://HOST:PORT. No host means all addresses, port 0 any free port.");
        key(
                NETWORK,
                ADVERTISED_LISTENERS,
                ConfigDef.Type.LIST,
                "",
                null,
                "What to tell clients to connect to. Empty means the address that each client has connected to, which"
                        + " is right unless ports are forwarded.");
        key(NETWORK, NETWORK_THREADS, ConfigDef.Type.INT, 3, atLeast(1), "Event loops that serve the connections.");
        key(
                NETWORK,
                REQUEST_MAX_BYTES,
                ConfigDef.Type.INT,
                104_857_600,
                atLeast(1024),
                "The longest request. A longer one closes its connection before a byte of it is stored.");
        key(
                NETWORK,
                QUEUED_MAX_REQUEST_BYTES,
                ConfigDef.Type.LONG,
                -1L,
                DEFAULT_OR_POSITIVE,
                "The memory of all requests that are received but not answered; beyond it no connection is read from."
                        + " Half of it is for requests up to 64 KiB, so that large ones do not keep them waiting. -1 means 64 MiB, or a quarter of the JVM's direct memory if that is less.");
        key(
                NETWORK,
                CONNECTIONS_MAX_IDLE_MS,
                ConfigDef.Type.LONG,
                600_000L,
                atLeast(0),
                "After how long without traffic a connection is closed. 0 means never.");

        key(
                NETWORK,
                FETCH_MAX_BYTES,
                ConfigDef.Type.INT,
                55 << 20,
                atLeast(1024),
                "The most bytes of records in one answer to a Fetch, a single larger batch aside.");

        key(
                STORAGE,
                LOG_FLUSH,
                ConfigDef.Type.STRING,
                "group",
                ConfigDef.ValidString.in(
                        Stream.of(FlushMode.values()).map(BrokerKeys::name).toArray(String[]::new)),
                "When a record is acknowledged. 'group': after an fsync, which all partitions share; it then survives a"
                        + " power cut. 'async': after the write, with an fsync within a second; it survives the end of"
                        + " the process, as with Kafka's defaults. 'never': after the write; the system decides the rest.");
        key(
                STORAGE,
                DISK_RESERVE,
                ConfigDef.Type.LONG,
                256L << 20,
                atLeast(0),
                "How much of the disk records leave free, but no more than a twentieth of it. With less, producers are told"
                        + " KAFKA_STORAGE_ERROR, and try again; reads, deletions and retention go on.");
        key(
                STORAGE,
                PRODUCER_ID_EXPIRATION_MS,
                ConfigDef.Type.INT,
                86_400_000,
                atLeast(1),
                "How long an idempotent producer that is silent is remembered, to drop what it sends twice.");
        key(
                STORAGE,
                RETENTION_CHECK_MS,
                ConfigDef.Type.LONG,
                300_000L,
                atLeast(1),
                "How often to look for segments that are past their retention.");

        cleanerKeys();

        key(
                TOPICS,
                NUM_PARTITIONS,
                ConfigDef.Type.INT,
                1,
                between(1, 1_000_000),
                "Partitions of a topic if nobody says how many.");
        key(
                TOPICS,
                AUTO_CREATE_TOPICS,
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether a client that asks for a topic that does not exist may so create it.");
        TopicConfigs.topicKeysByBrokerKey().forEach((brokerKey, topicKey) -> {
            ConfigKey topic = TopicConfigs.key(topicKey);
            key(
                    TOPICS,
                    brokerKey,
                    topic.type,
                    topic.defaultValue,
                    topic.validator,
                    topic.documentation + " This is the default of the topic's " + topicKey + ".");
        });
        key(
                TOPICS,
                RETENTION_MINUTES,
                ConfigDef.Type.INT,
                null,
                null,
                "log.retention.ms in minutes, which overrides it.");
        key(
                TOPICS,
                RETENTION_HOURS,
                ConfigDef.Type.INT,
                null,
                null,
                "log.retention.ms in hours, if neither of the finer is set.");
        key(TOPICS, ROLL_HOURS, ConfigDef.Type.INT, null, null, "log.roll.ms in hours, which overrides it.");

        GroupSettings.keys()
                .forEach(key -> key(GROUPS, key.name, key.type, key.defaultValue, key.validator, key.documentation));
        TransactionSettings.keys()
                .forEach(key ->
                        key(TRANSACTIONS, key.name, key.type, key.defaultValue, key.validator, key.documentation));
        return definition;
    }

    private void cleanerKeys() {
        key(
                CLEANER,
                CLEANER_ENABLE,
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether topics with cleanup.policy=compact are compacted.");
        key(CLEANER, CLEANER_THREADS, ConfigDef.Type.INT, 1, atLeast(0), "Threads that compact.");
        key(
                CLEANER,
                CLEANER_IO_MAX_BYTES_PER_SECOND,
                ConfigDef.Type.DOUBLE,
                Double.MAX_VALUE,
                atLeast(1),
                "How much all of them may read and write in a second.");
        key(
                CLEANER,
                CLEANER_DEDUPE_BUFFER_SIZE,
                ConfigDef.Type.LONG,
                128L << 20,
                atLeast(1 << 20),
                "Most memory for the keys of what they compact: 24 bytes a key. It is taken only while it is needed,"
                        + " and never more than an eighth of the heap."
                        + " A log with more keys is compacted in several rounds.");
        key(
                CLEANER,
                CLEANER_LOAD_FACTOR,
                ConfigDef.Type.DOUBLE,
                0.9,
                between(0.1, 0.99),
                "How full that memory may get: fuller takes more keys, and longer.");
        key(
                CLEANER,
                CLEANER_IO_BUFFER_SIZE,
                ConfigDef.Type.INT,
                512 << 10,
                atLeast(0),
                "Memory for reading and writing. A batch that is larger gets what it needs.");
        key(
                CLEANER,
                CLEANER_BACKOFF_MS,
                ConfigDef.Type.LONG,
                15_000L,
                atLeast(0),
                "How long to rest when there is nothing to compact.");
    }

    static String name(FlushMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private void key(
            String group,
            String name,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            @Nullable Validator validator,
            String documentation) {
        order.add(name);
        definition.define(
                name,
                type,
                defaultValue,
                validator,
                Importance.MEDIUM,
                documentation,
                group,
                order.size(),
                Width.NONE,
                name);
    }
}
