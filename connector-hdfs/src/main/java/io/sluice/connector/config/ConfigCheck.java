/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.connector.decode.text.GrokLibrary;
import io.sluice.connector.decode.text.LinePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong with a user's map at once: single values, keys that contradict one another, unknown keys. */
final class ConfigCheck {

    private static final Set<String> BYTES_AND_TEXT = Set.of("ByteArrayConverter", "StringConverter");

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
        check.valueFormat();
        check.json();
        check.protobuf();
        check.text();
        check.partitioner();
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
                    || ForeignKeys.hadoopName(key).isPresent();
            if (!known) {
                problem(key, ForeignKeys.problem(key));
            }
        });
    }

    private void store() {
        if (!isSet(STORE_URL) && !isSet(HDFS_URL)) {
            problem(STORE_URL, "store.url is not set: where do the tables go? For example hdfs://namenode:8020");
        }
    }

    private void valueFormat() {
        String format = string(VALUE_FORMAT);
        boolean file = isSet(VALUE_SCHEMA_FILE);
        boolean directory = isSet(SCHEMA_DIRECTORY);
        if (is("avro", format) && !file && !directory) {
            problem(
                    SCHEMA_DIRECTORY,
                    "value.format=avro needs schema.directory (Confluent wire format: each value names its schema)"
                            + " or value.schema.file (plain bodies of one schema)");
        }
        if (directory && !is("avro", format)) {
            problem(SCHEMA_DIRECTORY, "schema.directory goes with value.format=avro, not with " + format);
        }
        if (file && !is("avro", format) && !is("json", format)) {
            problem(VALUE_SCHEMA_FILE, "value.schema.file goes with value.format=avro or json, not with " + format);
        }
        String converter = given.get("value.converter");
        if (converter != null && !is("connect", format)) {
            String name = converter.substring(converter.lastIndexOf('.') + 1);
            boolean binary = is("avro", format) || is("protobuf", format);
            if (!BYTES_AND_TEXT.contains(name) || (binary && name.equals("StringConverter"))) {
                problem(
                        VALUE_FORMAT,
                        "value.format=" + format + " reads bytes, but value.converter=" + converter
                                + " makes something else of them: set"
                                + " value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
            }
        }
    }

    private void json() {
        boolean reads = is("json", string(VALUE_FORMAT)) || is("connect", string(VALUE_FORMAT));
        if (isSet(JSON_CONFLICTS) && !reads) {
            problem(JSON_CONFLICTS, "json.conflicts goes with value.format=json, or connect for data without a schema");
        }
    }

    private void protobuf() {
        boolean file = isSet(PROTOBUF_DESCRIPTOR_FILE);
        boolean type = isSet(PROTOBUF_MESSAGE_TYPE);
        if (!is("protobuf", string(VALUE_FORMAT))) {
            for (String key : List.of(PROTOBUF_DESCRIPTOR_FILE, PROTOBUF_MESSAGE_TYPE)) {
                if (isSet(key)) {
                    problem(key, key + " goes with value.format=protobuf");
                }
            }
        } else if (!file) {
            problem(
                    PROTOBUF_DESCRIPTOR_FILE,
                    "value.format=protobuf needs protobuf.descriptor.file and protobuf.message.type");
        } else if (!type) {
            problem(PROTOBUF_MESSAGE_TYPE, "protobuf.descriptor.file needs protobuf.message.type: which of its messages?");
        }
    }

    private void text() {
        if (!is("text", string(VALUE_FORMAT))) {
            for (String key : List.of(TEXT_PATTERN, TEXT_FIELDS, TEXT_TIMEZONE, TEXT_UNPARSED)) {
                if (isSet(key)) {
                    problem(key, key + " goes with value.format=text");
                }
            }
            return;
        }
        if (!isSet(TEXT_PATTERN)) {
            problem(TEXT_PATTERN, "value.format=text needs text.pattern");
        } else {
            pattern();
        }
    }

    private void pattern() {
        LinePattern pattern;
        try {
            pattern = LinePattern.parse(string(TEXT_PATTERN), GrokLibrary.standard());
        } catch (IllegalArgumentException e) {
            problem(TEXT_PATTERN, "text.pattern " + e.getMessage());
            return;
        }
        try {
            if (isSet(TEXT_FIELDS)) {
                pattern.arrange(string(TEXT_FIELDS));
            }
        } catch (IllegalArgumentException e) {
            problem(TEXT_FIELDS, "text.fields " + e.getMessage());
        }
    }

    private void partitioner() {
        if (!sound(PARTITIONER_CLASS)) {
            return;
        }
        PartitionerKind kind = PartitionerKind.parse(string(PARTITIONER_CLASS)).orElseThrow();
        if (kind == PartitionerKind.FIELD && !isSet(PARTITION_FIELD_NAME)) {
            problem(PARTITION_FIELD_NAME, "partitioner.class=FieldPartitioner needs partition.field.name");
        }
        if (kind == PartitionerKind.TIME_BASED && !isSet(PATH_FORMAT)) {
            problem(PATH_FORMAT, "partitioner.class=TimeBasedPartitioner needs path.format, such as 'dt'=YYYY-MM-dd");
        }
        boolean recordField = sound(TIMESTAMP_EXTRACTOR)
                && TimestampSource.parse(string(TIMESTAMP_EXTRACTOR)).orElseThrow() == TimestampSource.RECORD_FIELD;
        if (isSet(TIMESTAMP_FORMAT) && !recordField) {
            problem(TIMESTAMP_FORMAT, "timestamp.format goes with timestamp.extractor=RecordField");
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

    private static boolean is(String name, String value) {
        return name.equalsIgnoreCase(value);
    }

    private void problem(String key, String message) {
        @Nullable String value = given.get(key);
        values.computeIfAbsent(key, k -> new ConfigValue(k, value, new ArrayList<>(), new ArrayList<>()))
                .addErrorMessage(message);
    }
}
