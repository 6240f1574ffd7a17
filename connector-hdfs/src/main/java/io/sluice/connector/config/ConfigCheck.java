/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong with a user's map at once: single values, keys that contradict one another, unknown keys. */
final class ConfigCheck {

    private final Map<String, ConfigValue> values = new LinkedHashMap<>();
    private final Map<String, String> given;

    private ConfigCheck(Map<String, String> given) {
        this.given = given;
    }

    /** One value per key of the definition, and one per key that is wrong beside it, each with its problems. */
    static List<ConfigValue> check(Map<String, String> given) {
        ConfigCheck check = new ConfigCheck(given);
        DEFINITION.validate(given).forEach(v -> check.values.put(v.name(), v));
        check.unknownKeys();
        check.store();
        check.kerberos();
        check.topics();
        check.records();
        check.partitioner();
        check.files();
        return List.copyOf(check.values.values());
    }

    /** Keys that a kafka-connect-hdfs user brings along and that do nothing here. */
    static List<String> ignored(Map<String, String> given) {
        List<String> keys = new ArrayList<>();
        new TreeMap<>(given).forEach((key, value) -> {
            if (key.equals(LOGS_DIR) || ForeignKeys.isHarmless(key, value)) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void unknownKeys() {
        new TreeMap<>(given).forEach((key, value) -> {
            boolean known = DEFINITION.names().contains(key)
                    || ForeignKeys.isConnects(key)
                    || ForeignKeys.isHarmless(key, value)
                    || ForeignKeys.hadoopName(key).isPresent()
                    || TopicKeys.parse(key).isPresent();
            if (!known) {
                boolean ofTopic = key.startsWith(TopicKeys.PREFIX) && !ForeignKeys.isUnsupported(key);
                problem(key, ofTopic ? TopicKeys.problem(key) : ForeignKeys.problem(key));
            }
        });
    }

    private void store() {
        if (!isSet(STORE_URL) && !isSet(HDFS_URL)) {
            problem(STORE_URL, "store.url is not set: where do the tables go? For example hdfs://namenode:8020");
        }
    }

    private void kerberos() {
        boolean on = Boolean.parseBoolean(string(KERBEROS));
        for (String key : List.of(PRINCIPAL, KEYTAB)) {
            if (on && !isSet(key)) {
                problem(key, "hdfs.authentication.kerberos=true needs " + key);
            }
        }
        for (String key : List.of(PRINCIPAL, KEYTAB, NAMENODE_PRINCIPAL)) {
            if (!on && isSet(key)) {
                problem(key, key + " goes with hdfs.authentication.kerberos=true");
            }
        }
    }

    /** Single values of keys that are written for one topic. */
    private void topics() {
        TopicKeys.byTopic(given).forEach((topic, own) -> {
            ConfigDef definition = new ConfigDef();
            Map<String, String> written = new LinkedHashMap<>();
            own.forEach((key, value) -> {
                String name = new TopicKeys.TopicKey(topic, key).toString();
                ConfigDef.ConfigKey known = DEFINITION.configKeys().get(key);
                definition.define(
                        name, known.type, known.defaultValue, known.validator, known.importance, known.documentation);
                written.put(name, value);
            });
            // Kafka Connect refuses values that are not in the definition, sound ones too.
            definition.validate(written).stream()
                    .filter(value -> !value.errorMessages().isEmpty())
                    .forEach(value -> values.put(value.name(), value));
            if (!TopicKeys.isRead(topic, given)) {
                problem(
                        written.keySet().iterator().next(),
                        "topic '" + topic + "' has keys of its own, but is not among the connector's topics");
            }
        });
    }

    private void records() {
        boolean sound = values.entrySet().stream()
                .filter(entry ->
                        ofRecords().contains(entry.getKey()) || entry.getKey().startsWith(TopicKeys.PREFIX))
                .allMatch(entry -> entry.getValue().errorMessages().isEmpty());
        if (sound) {
            RecordCheck.check(given, this::problem);
        }
    }

    private void partitioner() {
        if (!sound(PARTITIONER_CLASS)) {
            return;
        }
        PartitionerKind kind = PartitionerKind.parse(string(PARTITIONER_CLASS)).orElseThrow();
        boolean both = kind == PartitionerKind.FIELD_AND_TIME;
        String needs = "partitioner.class=" + kind.className() + " needs ";
        if ((both || kind == PartitionerKind.FIELD) && !isSet(PARTITION_FIELD_NAME)) {
            problem(PARTITION_FIELD_NAME, needs + "partition.field.name");
        }
        if ((both || kind == PartitionerKind.TIME_BASED) && !isSet(PATH_FORMAT)) {
            problem(PATH_FORMAT, needs + "path.format, such as 'dt'=YYYY-MM-dd");
        }
        for (String key : List.of(KITE_STRATEGY, KITE_PROVIDED)) {
            if (isSet(key) && kind != PartitionerKind.KITE) {
                problem(key, key + " goes with partitioner.class=KitePartitioner");
            }
        }
        boolean byTimeAlone =
                kind == PartitionerKind.TIME_BASED || kind == PartitionerKind.HOURLY || kind == PartitionerKind.DAILY;
        if (sound(KITE_SIGNAL_DELAY) && !string(KITE_SIGNAL_DELAY).equals("-1")) {
            if (!byTimeAlone) {
                problem(KITE_SIGNAL_DELAY, KITE_SIGNAL_DELAY + " goes with a partitioner by time alone");
            }
            if (string(CATALOG_KITE).equalsIgnoreCase("off")) {
                problem(KITE_SIGNAL_DELAY, KITE_SIGNAL_DELAY + " does not go with catalog.kite=off");
            }
        }
        boolean recordField = sound(TIMESTAMP_EXTRACTOR)
                && TimestampSource.parse(string(TIMESTAMP_EXTRACTOR)).orElseThrow() == TimestampSource.RECORD_FIELD;
        if (isSet(TIMESTAMP_FORMAT) && !recordField) {
            problem(TIMESTAMP_FORMAT, "timestamp.format goes with timestamp.extractor=RecordField");
        }
    }

    private void files() {
        if (!sound(PARQUET_LEVEL) || !sound(PARQUET_CODEC) || !isSet(PARQUET_LEVEL)) {
            return;
        }
        String codec = string(PARQUET_CODEC).toLowerCase(Locale.ROOT);
        int highest = codec.equals("zstd") ? 22 : codec.equals("gzip") ? 9 : -1;
        if (Integer.parseInt(string(PARQUET_LEVEL)) > highest) {
            problem(
                    PARQUET_LEVEL,
                    highest < 0
                            ? "parquet.compression.level goes with parquet.codec=zstd or gzip, and not with " + codec
                            : "parquet.compression.level of " + codec + " is at most " + highest);
        }
    }

    private boolean isSet(String key) {
        String value = given.get(key);
        return value != null && !value.isBlank();
    }

    private boolean sound(String key) {
        ConfigValue value = values.get(key);
        return value != null && value.errorMessages().isEmpty() && value.value() != null;
    }

    private String string(String key) {
        ConfigValue value = values.get(key);
        return value == null || value.value() == null ? "" : value.value().toString();
    }

    private void problem(String key, String message) {
        @Nullable String value = given.get(key);
        values.computeIfAbsent(key, k -> new ConfigValue(k, value, new ArrayList<>(), new ArrayList<>()))
                .addErrorMessage(message);
    }
}
