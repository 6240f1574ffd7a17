/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.sluice.schema.CompatibilityLevel;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** Every key of the registry, declared once. Names and meanings are those of Confluent's registry where it has the key. */
final class RegistryKeys {

    static final String LISTENERS = "listeners";
    static final String BOOTSTRAP_SERVERS = "kafkastore.bootstrap.servers";
    static final String TOPIC = "kafkastore.topic";
    static final String REPLICATION_FACTOR = "kafkastore.topic.replication.factor";
    static final String TIMEOUT_MS = "kafkastore.timeout.ms";
    static final String INIT_TIMEOUT_MS = "kafkastore.init.timeout.ms";
    static final String LEVEL = "schema.compatibility.level";
    static final String THREADS = "thread.pool.max";
    static final String QUEUE = "request.queue.capacity";
    static final String REQUEST_MAX_BYTES = "request.max.bytes";
    static final String AUTHENTICATION = "authentication.method";
    static final String USERS_FILE = "authentication.users.file";
    static final String KEYSTORE = "ssl.keystore.location";
    static final String KEYSTORE_PASSWORD = "ssl.keystore.password";
    static final String KEYSTORE_TYPE = "ssl.keystore.type";
    static final String KEY_PASSWORD = "ssl.key.password";
    static final String TRUSTSTORE = "ssl.truststore.location";
    static final String TRUSTSTORE_PASSWORD = "ssl.truststore.password";
    static final String TRUSTSTORE_TYPE = "ssl.truststore.type";
    static final String CLIENT_AUTHENTICATION = "ssl.client.authentication";

    /** Keys that begin so, and are none of those above, are settings of Kafka's clients: {@code kafkastore.sasl.…}. */
    static final String CLIENT_PREFIX = "kafkastore.";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(LISTENERS, ConfigDef.Type.LIST, "http://0.0.0.0:8081", Importance.HIGH, """
                    Where to listen: one URL, http or https. Port 0 means any free port.""")
            .define(BOOTSTRAP_SERVERS, ConfigDef.Type.LIST, Importance.HIGH, """
                    The brokers that keep the schemas, as host:port.""")
            .define(TOPIC, ConfigDef.Type.STRING, "_schemas", new ConfigDef.NonEmptyString(), Importance.MEDIUM, """
                    The topic that keeps the schemas. Made at the first start, compacted, with one partition.""")
            .define(REPLICATION_FACTOR, ConfigDef.Type.INT, 3, between(1, Short.MAX_VALUE), Importance.MEDIUM, """
                    Replicas of the topic, if it has to be made; fewer if there are fewer brokers.""")
            .define(TIMEOUT_MS, ConfigDef.Type.LONG, 10_000L, between(100, 3_600_000), Importance.MEDIUM, """
                    The longest that a change may take to be written and read back, in ms.""")
            .define(INIT_TIMEOUT_MS, ConfigDef.Type.LONG, 60_000L, between(100, 3_600_000), Importance.MEDIUM, """
                    The longest that the topic may take to be read at the start, in ms.""")
            .define(
                    LEVEL,
                    ConfigDef.Type.STRING,
                    CompatibilityLevel.BACKWARD.name(),
                    ValidString.in(Stream.of(CompatibilityLevel.values())
                            .flatMap(level ->
                                    Stream.of(level.name(), level.name().toLowerCase(Locale.ROOT)))
                            .toArray(String[]::new)),
                    Importance.HIGH,
                    """
                    The compatibility level of subjects for which none was set.""")
            .define(THREADS, ConfigDef.Type.INT, 16, between(1, 1_000), Importance.LOW, """
                    Threads that answer requests.""")
            .define(QUEUE, ConfigDef.Type.INT, 256, between(1, 1_000_000), Importance.LOW, """
                    Requests that may wait for a thread; more are turned away.""")
            .define(REQUEST_MAX_BYTES, ConfigDef.Type.INT, 4 << 20, between(1 << 10, 1 << 28), Importance.LOW, """
                    The longest body of a request. A record of this size must fit into the topic.""")
            .define(
                    AUTHENTICATION,
                    ConfigDef.Type.STRING,
                    "NONE",
                    ValidString.in("NONE", "BASIC"),
                    Importance.MEDIUM,
                    """
                    BASIC asks each client for a user and a password, NONE asks nobody.""")
            .define(USERS_FILE, ConfigDef.Type.STRING, null, Importance.MEDIUM, """
                    With authentication.method=BASIC: a properties file with a line user=password for each user.""")
            .define(KEYSTORE, ConfigDef.Type.STRING, null, Importance.MEDIUM, """
                    With an https listener: the file with the server's key.""")
            .define(KEYSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "The password of that file.")
            .define(KEYSTORE_TYPE, ConfigDef.Type.STRING, "PKCS12", Importance.LOW, "PKCS12 or JKS.")
            .define(
                    KEY_PASSWORD,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "The key's own password, if it has one.")
            .define(TRUSTSTORE, ConfigDef.Type.STRING, null, Importance.LOW, """
                    With an https listener: the file with the certificates that clients are recognised by.""")
            .define(TRUSTSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, Importance.LOW, "The password of that file.")
            .define(TRUSTSTORE_TYPE, ConfigDef.Type.STRING, "PKCS12", Importance.LOW, "PKCS12 or JKS.")
            .define(
                    CLIENT_AUTHENTICATION,
                    ConfigDef.Type.STRING,
                    "NONE",
                    ValidString.in("NONE", "REQUIRED"),
                    Importance.LOW,
                    """
                    REQUIRED turns clients away that show no certificate of the truststore.""");

    private RegistryKeys() {}
}
