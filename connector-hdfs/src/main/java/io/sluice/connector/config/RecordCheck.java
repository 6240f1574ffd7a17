/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.connector.decode.text.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Finds what the keys that say what is in a record contradict one another in: for all topics, or for one of them. */
final class RecordCheck {

    private static final Set<String> BYTES_AND_TEXT = Set.of("ByteArrayConverter", "StringConverter");

    /** By key: the formats that it goes with. Keys that are not here go with all. */
    private static final Map<String, List<String>> FORMATS = new LinkedHashMap<>();

    static {
        FORMATS.put(VALUE_SCHEMA_FILE, List.of("avro", "json"));
        FORMATS.put(SCHEMA_DIRECTORY, List.of("avro"));
        FORMATS.put(JSON_CONFLICTS, List.of("json", "connect"));
        FORMATS.put(PROTOBUF_DESCRIPTOR_FILE, List.of("protobuf"));
        FORMATS.put(PROTOBUF_MESSAGE_TYPE, List.of("protobuf"));
        FORMATS.put(TEXT_PATTERN, List.of("text"));
        FORMATS.put(TEXT_FIELDS, List.of("text"));
        FORMATS.put(TEXT_GROK_FILE, List.of("text"));
        FORMATS.put(TEXT_UNPARSED, List.of("text"));
        FORMATS.put(TEXT_TIMEZONE, List.of("text", "csv"));
        FORMATS.put(CSV_COLUMNS, List.of("csv"));
        FORMATS.put(CSV_DELIMITER, List.of("csv"));
        FORMATS.put(CSV_QUOTE, List.of("csv"));
        FORMATS.put(CSV_ESCAPE, List.of("csv"));
        FORMATS.put(CSV_NULL, List.of("csv"));
    }

    private final String topic;
    private final Map<String, String> own;
    private final Map<String, String> settings;
    private final BiConsumer<String, String> problems;

    private RecordCheck(
            String topic, Map<String, String> own, Map<String, String> settings, BiConsumer<String, String> problems) {
        this.topic = topic;
        this.own = own;
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * Checks a whole configuration, of which each value is sound for itself.
     *
     * @param problems is told keys as the user wrote them, and what is wrong
     */
    static void check(Map<String, String> given, BiConsumer<String, String> problems) {
        Map<String, Map<String, String>> topics = TopicKeys.byTopic(given);
        RecordCheck defaults = new RecordCheck("", given, given, problems);
        if (TopicKeys.leavesTopicsOut(given)) {
            defaults.needs();
        }
        Set<String> used = new TreeSet<>(Set.of(defaults.format()));
        topics.forEach((topic, own) -> {
            RecordCheck check = new RecordCheck(topic, own, over(given, own), problems);
            used.add(check.format());
            check.needs();
            check.fits(Set.of(check.format()));
        });
        defaults.fits(used);
    }

    /** The settings of a topic: its own, and the others' where it has none. */
    static Map<String, String> over(Map<String, String> given, Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>(given);
        settings.keySet().removeIf(key -> key.startsWith(TopicKeys.PREFIX));
        settings.putAll(own);
        return settings;
    }

    private String format() {
        return settings.getOrDefault(VALUE_FORMAT, "connect").strip().toLowerCase(Locale.ROOT);
    }

    /** No key is for another format than those that are used. */
    private void fits(Set<String> used) {
        FORMATS.forEach((key, formats) -> {
            if (own.containsKey(key) && isSet(key) && formats.stream().noneMatch(used::contains)) {
                problem(
                        key,
                        key + " goes with value.format=" + String.join(" or ", formats) + ", not with "
                                + String.join(", ", used));
            }
        });
    }

    /** All that the format needs is there. */
    private void needs() {
        switch (format()) {
            case "avro" -> avro();
            case "protobuf" -> protobuf();
            case "text" -> text();
            case "csv" -> csv();
            default -> {
                // JSON and Connect's data need nothing.
            }
        }
        converter();
    }

    private void avro() {
        if (isSet(SCHEMA_DIRECTORY) && isSet(REGISTRY_URL)) {
            problem(SCHEMA_DIRECTORY, "schema.directory and schema.registry.url both say where schemas are: keep one");
        }
        if (!isSet(SCHEMA_DIRECTORY) && !isSet(VALUE_SCHEMA_FILE) && !isSet(REGISTRY_URL)) {
            problem(
                    REGISTRY_URL,
                    "value.format=avro needs schema.registry.url or schema.directory (Confluent wire format: each value"
                            + " names its schema) or value.schema.file (plain bodies of one schema)");
        }
    }

    private void protobuf() {
        if (!isSet(PROTOBUF_DESCRIPTOR_FILE)) {
            if (!isSet(REGISTRY_URL)) {
                problem(
                        PROTOBUF_DESCRIPTOR_FILE,
                        "value.format=protobuf needs schema.registry.url (Confluent wire format), or"
                                + " protobuf.descriptor.file and protobuf.message.type (bare messages)");
            }
        } else if (!isSet(PROTOBUF_MESSAGE_TYPE)) {
            problem(
                    PROTOBUF_MESSAGE_TYPE,
                    "protobuf.descriptor.file needs protobuf.message.type: which of its messages?");
        }
    }

    private void text() {
        if (!isSet(TEXT_PATTERN)) {
            problem(TEXT_PATTERN, "value.format=text needs text.pattern");
            return;
        }
        TextSettings text = new TextSettings(settings);
        if (find(TEXT_GROK_FILE, text::library) && find(TEXT_PATTERN, text::pattern)) {
            find(TEXT_FIELDS, text::text);
        }
    }

    private void csv() {
        if (!isSet(CSV_COLUMNS)) {
            problem(CSV_COLUMNS, "value.format=csv needs csv.columns, such as id:long, name, at:timestamp-millis");
            return;
        }
        find(CSV_COLUMNS, () -> Column.parseAll(settings.get(CSV_COLUMNS)));
        TextSettings text = new TextSettings(settings);
        try {
            text.csvFormat();
        } catch (IllegalArgumentException e) {
            problem(CSV_DELIMITER, e.getMessage());
        }
    }

    private void converter() {
        String converter = settings.get("value.converter");
        if (converter == null || format().equals("connect")) {
            return;
        }
        String name = converter.substring(converter.lastIndexOf('.') + 1);
        boolean binary = format().equals("avro") || format().equals("protobuf");
        if (!BYTES_AND_TEXT.contains(name) || (binary && name.equals("StringConverter"))) {
            problem(
                    VALUE_FORMAT,
                    "value.format=" + format() + " reads bytes, but value.converter=" + converter
                            + " makes something else of them: set"
                            + " value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
        }
    }

    /** Whether it can be done; otherwise that is a problem of the key. */
    private boolean find(String key, Runnable attempt) {
        try {
            attempt.run();
            return true;
        } catch (IllegalArgumentException e) {
            problem(key, key + " " + e.getMessage());
            return false;
        }
    }

    private boolean isSet(String key) {
        String value = settings.get(key);
        return value != null && !value.isBlank();
    }

    private void problem(String key, String message) {
        if (topic.isEmpty()) {
            problems.accept(key, message);
        } else if (own.containsKey(key)) {
            problems.accept(new TopicKeys.TopicKey(topic, key).toString(), "topic " + topic + ": " + message);
        } else {
            problems.accept(key, "topic " + topic + ": " + message);
        }
    }
}
