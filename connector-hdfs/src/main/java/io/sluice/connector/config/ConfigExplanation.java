/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;

/**
 * What a user's file means here, key by key.
 *
 * @param problems what keeps the connector from starting
 * @param set keys of the connector, with what it does with them
 * @param connect keys of Kafka Connect itself
 * @param hadoop settings of Hadoop's client, by its own names
 * @param withoutEffect keys that are passed over, with the reason
 * @param differences what is otherwise than in kafka-connect-hdfs with such a file; empty if it is not one of its
 * @param defaults keys that are not set, with their values
 */
public record ConfigExplanation(
        List<Line> problems,
        List<Line> set,
        List<Line> connect,
        List<Line> hadoop,
        List<Line> withoutEffect,
        List<Line> differences,
        List<Line> defaults) {

    /** The connector classes of Confluent whose files are understood. */
    private static final Set<String> FORMER_CLASSES =
            Set.of("io.confluent.connect.hdfs.HdfsSinkConnector", "io.confluent.connect.hdfs3.Hdfs3SinkConnector");

    private static final String HIDDEN = "[hidden]";

    /** A key, its value, and a remark, which may be empty. */
    public record Line(String key, String value, String remark) {}

    /** Whether a {@code connector.class} is one of kafka-connect-hdfs, whose place this connector takes. */
    public static boolean isFormerClass(String connectorClass) {
        return FORMER_CLASSES.contains(connectorClass);
    }

    static ConfigExplanation of(Map<String, String> given) {
        List<Line> problems = new ArrayList<>();
        for (ConfigValue value : ConfigCheck.check(given)) {
            value.errorMessages().forEach(message -> problems.add(new Line(value.name(), "", message)));
        }
        Map<String, ConfigKey> known = DEFINITION.configKeys();
        List<Line> set = new ArrayList<>();
        List<Line> connect = new ArrayList<>();
        List<Line> hadoop = new ArrayList<>();
        List<Line> withoutEffect = new ArrayList<>();
        new TreeMap<>(given).forEach((key, value) -> {
            if (key.equals(LOGS_DIR)) {
                withoutEffect.add(new Line(key, value, "what recovery needs is in the table's own hidden directory"));
            } else if (known.containsKey(key)) {
                set.add(new Line(key, shown(known.get(key), value), firstSentence(known.get(key).documentation)));
            } else if (TopicKeys.parse(key).isPresent()) {
                TopicKeys.TopicKey own = TopicKeys.parse(key).orElseThrow();
                set.add(new Line(key, value, "Holds for the topic " + own.topic() + "."));
            } else if (ForeignKeys.isConnects(key)) {
                connect.add(new Line(key, value, ""));
            } else if (ForeignKeys.isHarmless(key, value)) {
                withoutEffect.add(new Line(key, value, ForeignKeys.whyHarmless(key)));
            } else {
                ForeignKeys.hadoopName(key).ifPresent(name -> hadoop.add(new Line(name, value, "")));
            }
        });
        List<Line> defaults = new ArrayList<>();
        known.values().stream()
                .filter(key -> !given.containsKey(key.name) && key.hasDefault() && isValue(key.defaultValue))
                .forEach(key -> defaults.add(new Line(key.name, String.valueOf(key.defaultValue), "")));
        return new ConfigExplanation(
                problems, set, connect, hadoop, withoutEffect, FormerConfig.differences(given), defaults);
    }

    private static boolean isValue(Object value) {
        return value != null && !value.toString().isEmpty() && !value.equals(List.of());
    }

    private static String shown(ConfigKey key, String value) {
        return key.type == ConfigDef.Type.PASSWORD ? HIDDEN : value;
    }

    private static String firstSentence(String documentation) {
        int end = documentation.indexOf(". ");
        return end < 0 ? documentation : documentation.substring(0, end + 1);
    }
}
