/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import java.util.Locale;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the reference of all keys. */
final class RegistryMarkdown {

    private RegistryMarkdown() {}

    static String render(ConfigDef definition) {
        StringBuilder page = new StringBuilder();
        page.append("# Configuration of the schema registry\n\n")
                .append(
                        "Generated from `RegistryKeys`. For `sluice registry FILE`, or as `KEY=VALUE` behind it. Names and")
                .append(" meanings are those of Confluent's registry where it has the key. `kafkastore.` in front of a")
                .append(" setting of Kafka's clients, such as `kafkastore.security.protocol`, hands it on to them.\n\n")
                .append("| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n");
        for (ConfigDef.ConfigKey key : new TreeMap<>(definition.configKeys()).values()) {
            page.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(key.type.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(defaultOf(key))
                    .append(" | ")
                    .append(key.documentation.strip())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "(must be set)";
        }
        if (key.defaultValue == null) {
            return "";
        }
        Object value = ConfigDef.convertToString(key.defaultValue, key.type);
        return "`" + value + "`";
    }
}
