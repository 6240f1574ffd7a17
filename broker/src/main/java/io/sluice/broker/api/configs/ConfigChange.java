/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.config.ChangeableKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.jspecify.annotations.Nullable;

/** From what is set, and what somebody wants to change, to what is to be set (KIP-339). */
final class ConfigChange {
    private ConfigChange() {}

    /** @throws org.apache.kafka.common.errors.ApiException if the changes contradict themselves or name no key */
    static Map<String, String> apply(
            ChangeableKeys rules, Map<String, String> before, Iterable<AlterableConfig> changes) {
        Map<String, String> result = new TreeMap<>(before);
        Set<String> seen = new HashSet<>();
        for (AlterableConfig change : changes) {
            if (!seen.add(change.name())) {
                throw new InvalidRequestException("Error due to duplicate config keys: " + change.name());
            }
            apply(rules, result, change);
        }
        return result;
    }

    private static void apply(ChangeableKeys rules, Map<String, String> result, AlterableConfig change) {
        String name = change.name();
        @Nullable OpType operation = OpType.forId(change.configOperation());
        if (operation == null) {
            throw new InvalidRequestException(
                    "Unknown operation " + change.configOperation() + " for config " + name + ".");
        }
        if (operation == OpType.DELETE) {
            result.remove(name);
            return;
        }
        if (change.value() == null) {
            throw new InvalidRequestException("Null value not supported for " + operation + " of config " + name + ".");
        }
        if (operation == OpType.SET) {
            result.put(name, change.value());
            return;
        }
        if (rules.typeOf(name) != ConfigDef.Type.LIST) {
            throw new InvalidConfigurationException(
                    "Can't " + operation + " to key " + name + " because its type is not LIST.");
        }
        String current = result.containsKey(name) ? result.get(name) : rules.valueBelow(name);
        List<String> items = new ArrayList<>(items(current));
        List<String> given = items(change.value());
        if (operation == OpType.APPEND) {
            given.stream().filter(item -> !items.contains(item)).forEach(items::add);
        } else {
            items.removeAll(given);
        }
        result.put(name, String.join(",", items));
    }

    private static List<String> items(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(","))
                        .map(String::trim)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }
}
