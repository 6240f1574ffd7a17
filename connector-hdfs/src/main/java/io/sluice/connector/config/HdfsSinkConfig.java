/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.connector.decode.text.TimePattern;
import io.sluice.table.StorePath;
import io.sluice.table.metadata.PartitionStrategy;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The connector's configuration, checked and typed. Immutable.
 *
 * @param storeUri of the file system; a path in it is part of {@link #tableRoot}
 * @param records of topics that have no keys of their own
 * @param recordsOfTopics of those that have, by topic
 * @param anyTopic whether {@code records} may be needed
 * @param ignoredKeys set by the user, without effect here: worth a warning
 */
public record HdfsSinkConfig(
        URI storeUri,
        StorePath topicsDir,
        HadoopConfig hadoop,
        RecordConfig records,
        Map<String, RecordConfig> recordsOfTopics,
        boolean anyTopic,
        PartitionConfig partitioning,
        StagingConfig staging,
        RollConfig roll,
        FilesConfig files,
        KiteMode kite,
        SchemaCompatibility schemaCompatibility,
        List<String> ignoredKeys) {

    public HdfsSinkConfig {
        recordsOfTopics = Map.copyOf(recordsOfTopics);
        ignoredKeys = List.copyOf(ignoredKeys);
    }

    /** How values are read, unless their topic has keys of its own. */
    public ValueConfig values() {
        return records.values();
    }

    /** What Kafka Connect shows of the keys. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    /** Each key with its value and all that is wrong with it. */
    public static List<ConfigValue> validate(Map<String, String> given) {
        return ConfigCheck.check(given);
    }

    /** What each key of a user's file means here, and what is missing in it. */
    public static ConfigExplanation explain(Map<String, String> given) {
        return ConfigExplanation.of(given);
    }

    /** The reference of all keys, as in docs/connector-configuration.md. */
    public static String markdown() {
        return ConfigMarkdown.render(DEFINITION);
    }

    /**
     * Reads what the user gave.
     *
     * @throws ConfigException that lists everything that is wrong
     */
    public static HdfsSinkConfig parse(Map<String, String> given) {
        List<String> problems = validate(given).stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException("The configuration of " + given.getOrDefault("name", "the connector") + " has "
                    + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  "
                    + String.join("\n  ", problems));
        }
        Reader reader = new Reader(given);
        Map<String, RecordConfig> ofTopics = new LinkedHashMap<>();
        TopicKeys.byTopic(given)
                .forEach((topic, own) -> ofTopics.put(topic, new Reader(RecordCheck.over(given, own)).records()));
        URI uri = URI.create(
                reader.text(STORE_URL).or(() -> reader.text(HDFS_URL)).orElseThrow());
        return new HdfsSinkConfig(
                uri,
                path(Optional.ofNullable(uri.getPath()).orElse("") + "/" + reader.string(TOPICS_DIR)),
                reader.hadoop(),
                reader.records(),
                ofTopics,
                TopicKeys.leavesTopicsOut(given),
                reader.partitioning(),
                reader.staging(),
                reader.roll(),
                reader.files(),
                KiteMode.valueOf(reader.upper(CATALOG_KITE)),
                SchemaCompatibility.valueOf(reader.upper(SCHEMA_COMPATIBILITY)),
                ConfigCheck.ignored(given));
    }

    /** Where the table of a topic is. */
    public StorePath tableRoot(String topic) {
        return topicsDir.child(topic);
    }

    private static StorePath path(String text) {
        String parts = text.replaceAll("/+", "/").replaceAll("^/|/$", "");
        return StorePath.ROOT.child(parts);
    }

    /** From parsed single values to the records of each part. */
    private record Reader(Map<String, String> given, AbstractConfig parsed) {

        Reader(Map<String, String> given) {
            this(given, new AbstractConfig(DEFINITION, given, false));
        }

        HadoopConfig hadoop() {
            Map<String, String> settings = new LinkedHashMap<>();
            given.forEach((key, value) -> {
                if (!DEFINITION.names().contains(key) && !ForeignKeys.isHarmless(key, value)) {
                    ForeignKeys.hadoopName(key).ifPresent(name -> settings.put(name, value));
                }
            });
            Optional<HadoopConfig.Kerberos> kerberos = Optional.empty();
            if (parsed.getBoolean(KERBEROS)) {
                settings.put("hadoop.security.authentication", "kerberos");
                text(NAMENODE_PRINCIPAL).ifPresent(name -> settings.put("dfs.namenode.kerberos.principal", name));
                kerberos = Optional.of(new HadoopConfig.Kerberos(
                        string(PRINCIPAL), Path.of(string(KEYTAB)), parsed.getLong(TICKET_RENEW_PERIOD)));
            }
            return new HadoopConfig(text(HADOOP_CONF_DIR).map(Path::of), settings, kerberos, text(PROXY_USER));
        }

        RecordConfig records() {
            return new RecordConfig(
                    values(),
                    NullValues.valueOf(upper(NULL_VALUES)),
                    new MetadataConfig(
                            MetadataConfig.parse(parsed.getList(METADATA_COLUMNS)),
                            MetadataConfig.KeyFormat.valueOf(upper(KEY_FORMAT))));
        }

        private ValueConfig values() {
            ValueFormat format = ValueFormat.valueOf(upper(VALUE_FORMAT));
            TextSettings texts = new TextSettings(given);
            // What is missing although the format needs it is needed by no topic.
            boolean text = format == ValueFormat.TEXT && text(TEXT_PATTERN).isPresent();
            boolean csv = format == ValueFormat.CSV && text(CSV_COLUMNS).isPresent();
            return new ValueConfig(
                    format,
                    text(VALUE_SCHEMA_FILE).map(Path::of),
                    text(SCHEMA_DIRECTORY).map(Path::of),
                    SchemaRegistryConfig.read(parsed),
                    JsonConflicts.valueOf(upper(JSON_CONFLICTS)),
                    text(PROTOBUF_DESCRIPTOR_FILE)
                            .map(file -> new ProtobufConfig(Path.of(file), string(PROTOBUF_MESSAGE_TYPE))),
                    text ? Optional.of(texts.text()) : Optional.empty(),
                    csv ? Optional.of(texts.csv()) : Optional.empty());
        }

        PartitionConfig partitioning() {
            return new PartitionConfig(
                    PartitionerKind.parse(string(PARTITIONER_CLASS)).orElseThrow(),
                    parsed.getList(PARTITION_FIELD_NAME),
                    Math.max(0, parsed.getLong(PARTITION_DURATION)),
                    PathFormat.parse(string(PATH_FORMAT)),
                    Locale.forLanguageTag(string(LOCALE).replace('_', '-')),
                    zone(),
                    TimestampSource.parse(string(TIMESTAMP_EXTRACTOR)).orElseThrow(),
                    string(TIMESTAMP_FIELD),
                    text(TIMESTAMP_FORMAT).map(TimePattern::formatter),
                    text(KITE_STRATEGY).map(PartitionStrategy::parseAny),
                    namedValues(parsed.getList(KITE_PROVIDED)),
                    ifOn(KITE_SIGNAL_DELAY));
        }

        private static Map<String, String> namedValues(List<String> items) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String item : items) {
                int equals = item.indexOf('=');
                values.put(item.substring(0, equals), item.substring(equals + 1));
            }
            return values;
        }

        StagingConfig staging() {
            return new StagingConfig(
                    parsed.getLong(SYNC_INTERVAL),
                    SyncMode.valueOf(upper(SYNC_MODE)),
                    parsed.getLong(RETRY_BACKOFF),
                    parsed.getLong(SHUTDOWN_TIMEOUT));
        }

        RollConfig roll() {
            return new RollConfig(
                    parsed.getLong(FLUSH_SIZE),
                    ifOn(FLUSH_FILE_SIZE),
                    ifOn(ROTATE_INTERVAL),
                    ifOn(ROTATE_SCHEDULE),
                    zone());
        }

        FilesConfig files() {
            return new FilesConfig(
                    FileFormat.parse(string(FORMAT_CLASS)).orElseThrow(),
                    parquet(),
                    string(AVRO_CODEC).toLowerCase(Locale.ROOT),
                    parsed.getInt(PAD_WIDTH));
        }

        private ParquetConfig parquet() {
            int level = parsed.getInt(PARQUET_LEVEL);
            String codec = upper(PARQUET_CODEC);
            return new ParquetConfig(
                    switch (codec) {
                        case "NONE" -> CompressionCodecName.UNCOMPRESSED;
                        case "LZ4" -> CompressionCodecName.LZ4_RAW;
                        default -> CompressionCodecName.valueOf(codec);
                    },
                    level < 0 ? OptionalInt.empty() : OptionalInt.of(level),
                    parsed.getLong(PARQUET_BLOCK_SIZE),
                    parsed.getInt(PARQUET_PAGE_SIZE),
                    upper(PARQUET_VERSION).equals("V2"),
                    parsed.getBoolean(PARQUET_DICTIONARY),
                    parsed.getList(PARQUET_BLOOM_COLUMNS),
                    parsed.getInt(CONVERT_THREADS));
        }

        private ZoneId zone() {
            return ZoneId.of(string(TIMEZONE));
        }

        private String string(String key) {
            return parsed.getString(key);
        }

        private String upper(String key) {
            return string(key).toUpperCase(Locale.ROOT);
        }

        private Optional<String> text(String key) {
            return Optional.ofNullable(parsed.getString(key)).filter(s -> !s.isBlank());
        }

        private OptionalLong ifOn(String key) {
            long value = parsed.getLong(key);
            return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }
}
