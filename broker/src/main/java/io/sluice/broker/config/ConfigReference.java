/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Renders a configuration definition as Markdown: a table for each group of keys, in the order of declaration. */
final class ConfigReference {
    private ConfigReference() {}

    static String render(ConfigDef definition) {
        List<ConfigKey> keys = definition.configKeys().values().stream()
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .toList();
        Map<String, List<ConfigKey>> groups =
                keys.stream().collect(Collectors.groupingBy(key -> key.group, LinkedHashMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> "## " + group.getKey()
                        + "\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n"
                        + group.getValue().stream().map(ConfigReference::row).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(ConfigKey key) {
        String value = ConfigDef.convertToString(key.defaultValue, key.type);
        String rule = key.validator == null ? "" : ", " + key.validator;
        return "| `" + key.name + "` | "
                + cell(key.type.toString().toLowerCase(Locale.ROOT) + rule) + " | "
                + (value == null || value.isEmpty() ? "" : "`" + value + "`") + " | "
                + cell(key.documentation) + " |\n";
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").trim();
    }
}
