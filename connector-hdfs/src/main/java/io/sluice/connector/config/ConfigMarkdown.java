/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Renders the definition as the page that users read. */
final class ConfigMarkdown {

    private static final String HEAD = """
            # Configuration of the HDFS sink connector
            Generated from the code (`ConfigKeys`). Names and defaults follow kafka-connect-hdfs, so that a user's file works \
            with little change; an unknown key stops the start. Keys of Kafka Connect (`topics`, `tasks.max`, converters, \
            `transforms`, `errors.*`) keep their meaning.

            Hadoop's own settings go in with the prefix `hadoop.` or `hdfs.`: `hadoop.dfs.replication=3` sets \
            `dfs.replication`. A setting that begins with `hadoop.` already needs no second one.

            Each key of "What is in a record" may be set for one topic: `topic.<topic>.<key>`, as in \
            `topic.web.clicks.value.format=json`. What a topic does not set is as it is for all.
            """;

    private ConfigMarkdown() {}

    static String render(ConfigDef definition) {
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, ConfigKey> keys = definition.configKeys();
        for (String group : definition.groups()) {
            page.append("\n## ").append(group).append("\n| key | type | default | |\n| --- | --- | --- | --- |\n");
            List<ConfigKey> inGroup = keys.values().stream()
                    .filter(key -> group.equals(key.group))
                    .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                    .toList();
            inGroup.forEach(key -> page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(key.name, type(key), defaultOf(key), key.documentation.replace("|", "\\|"))));
        }
        return page.toString().replace(System.lineSeparator(), "\n");
    }

    private static String type(ConfigKey key) {
        return switch (key.type) {
            case STRING -> "text";
            case LIST -> "list";
            case INT, LONG, SHORT -> "number";
            default -> key.type.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        Object value = key.defaultValue;
        boolean none = value == null || value.toString().isEmpty() || value.equals(List.of());
        return none ? "" : "`" + value + "`";
    }
}
