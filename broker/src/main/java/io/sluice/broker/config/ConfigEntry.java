/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * A key with the value in force and those it hides.
 *
 * @param layers strongest first, at least one
 */
public record ConfigEntry(String name, ConfigDef.Type type, String documentation, List<Synonym> layers) {
    public ConfigEntry {
        layers = List.copyOf(layers);
    }

    public @Nullable String value() {
        return layers.get(0).value();
    }

    public Source source() {
        return layers.get(0).source();
    }

    public boolean isSensitive() {
        return type == ConfigDef.Type.PASSWORD;
    }

    /** Where a value comes from; strongest first. */
    public enum Source {
        TOPIC(ConfigSource.TOPIC_CONFIG),
        BROKER(ConfigSource.DYNAMIC_BROKER_CONFIG),
        ALL_BROKERS(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
        BROKER_FILE(ConfigSource.STATIC_BROKER_CONFIG),
        DEFAULT(ConfigSource.DEFAULT_CONFIG);

        private final ConfigSource protocol;

        Source(ConfigSource protocol) {
            this.protocol = protocol;
        }

        /** The number that responses carry. */
        public byte id() {
            return protocol.id();
        }
    }

    /** All values that one source gives, by key. Immutable. */
    public record Layer(Source source, Map<String, String> values) {
        public Layer {
            values = Map.copyOf(values);
        }
    }

    /** A value and the name of the key that set it. */
    public record Synonym(String name, @Nullable String value, Source source) {}
}
