/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keys of one topic: {@code topic.<topic>.<key>} is {@code <key>} for the records of that topic, where {@code <key>} is
 * one that says what is in a record. Both parts may have dots: the key is the longest that there is.
 */
final class TopicKeys {

    static final String PREFIX = "topic.";

    private TopicKeys() {}

    /** A key that is written for a topic. */
    record TopicKey(String topic, String key) {
        @Override
        public String toString() {
            return PREFIX + topic + "." + key;
        }
    }

    /** Empty if it is not written for a topic, or not well. */
    static Optional<TopicKey> parse(String written) {
        if (!written.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return ConfigKeys.ofRecords().stream()
                .filter(key -> written.endsWith("." + key) && written.length() > PREFIX.length() + 1 + key.length())
                .max(Comparator.comparingInt(String::length))
                .map(key -> new TopicKey(written.substring(PREFIX.length(), written.length() - key.length() - 1), key));
    }

    /** The topics that have keys of their own, each with these, by their names without the topic. */
    static Map<String, Map<String, String>> byTopic(Map<String, String> given) {
        Map<String, Map<String, String>> topics = new TreeMap<>();
        given.forEach((written, value) -> parse(written)
                .ifPresent(found -> topics.computeIfAbsent(found.topic(), t -> new TreeMap<>())
                        .put(found.key(), value)));
        return topics;
    }

    /** Whether a topic may come that has no keys of its own. */
    static boolean leavesTopicsOut(Map<String, String> given) {
        List<String> topics = topics(given);
        return topics.isEmpty() || !byTopic(given).keySet().containsAll(topics);
    }

    /** Whether the connector reads the topic, as far as its configuration tells. */
    static boolean isRead(String topic, Map<String, String> given) {
        String regex = given.get("topics.regex");
        if (regex != null) {
            try {
                return Pattern.matches(regex, topic);
            } catch (PatternSyntaxException e) {
                // For Kafka Connect to say.
                return true;
            }
        }
        List<String> topics = topics(given);
        return topics.isEmpty() || topics.contains(topic);
    }

    private static List<String> topics(Map<String, String> given) {
        return Arrays.stream(given.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    /** What to tell of a key that begins as one of a topic does and is none. */
    static String problem(String written) {
        String form = "topic.<topic>.<key> sets what is in the records of one topic";
        for (String key : ConfigKeys.DEFINITION.names()) {
            if (written.equals(PREFIX + key)) {
                return "'" + written + "' names no topic: " + form;
            }
            if (written.endsWith("." + key) && !ConfigKeys.ofRecords().contains(key)) {
                return "'" + written + "': '" + key + "' holds for the connector, not for a topic; " + form;
            }
        }
        // The last two or three words are the key, and what is before them the topic.
        for (int dots = 2; dots <= 3; dots++) {
            int at = written.length();
            for (int i = 0; i < dots && at >= 0; i++) {
                at = written.lastIndexOf('.', at - 1);
            }
            if (at > PREFIX.length()) {
                Optional<String> near = ForeignKeys.nearest(written.substring(at + 1), ConfigKeys.ofRecords());
                if (near.isPresent()) {
                    return "unknown key '" + written + "': did you mean '" + written.substring(0, at + 1) + near.get()
                            + "'?";
                }
            }
        }
        return "unknown key '" + written + "': " + form + "; these keys are in docs/connector-configuration.md, \""
                + ConfigKeys.RECORDS + "\"";
    }
}
