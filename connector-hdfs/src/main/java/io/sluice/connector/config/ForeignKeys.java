/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keys that are not {@link ConfigKeys}: Kafka Connect's own, Hadoop's, those of kafka-connect-hdfs that have nothing to
 * say here, and mistakes.
 */
final class ForeignKeys {

    private static final Set<String> CONNECT = Set.of(
            "name",
            "connector.class",
            "tasks.max",
            "tasks.max.enforce",
            "topics",
            "topics.regex",
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "config.action.reload",
            "connector.plugin.version",
            "task.class",
            "tasks.plugin.version");

    private static final List<String> CONNECT_PREFIXES = List.of(
            "transforms.",
            "predicates.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    private static final String NO_HIVE = "tables are not registered with a metastore yet";
    private static final String NO_CONVERTER = "it tunes Confluent's converter of schemas, which is not used here";
    private static final String ONE_FILE =
            "files are not open while records come in: any number of output partitions will do";

    /** Of kafka-connect-hdfs, with why nothing is lost by passing over them. */
    private static final Map<String, String> HARMLESS = Map.ofEntries(
            Map.entry("storage.class", "store.url says what the storage is"),
            Map.entry("schemas.cache.config", NO_CONVERTER),
            Map.entry("schemas.cache.size", NO_CONVERTER),
            Map.entry("connect.meta.data", NO_CONVERTER),
            Map.entry("enhanced.avro.schema.support", NO_CONVERTER),
            Map.entry("allow.optional.map.keys", NO_CONVERTER),
            Map.entry("hadoop.home", "Hadoop's client is among the connector's own jars"),
            Map.entry("hive.home", NO_HIVE),
            Map.entry("hive.conf.dir", NO_HIVE),
            Map.entry("hive.metastore.uris", NO_HIVE),
            Map.entry("hive.database", NO_HIVE),
            Map.entry("hive.table.name", NO_HIVE),
            Map.entry("partitioner.max.open.files", ONE_FILE),
            Map.entry("rotate.file.on.partition.change", ONE_FILE),
            Map.entry("max.write.duration.ms", "a put waits for no file to be converted or committed"));

    /** Of kafka-connect-hdfs: what such a key must say for the table to come out as its user expects. */
    private static final Map<String, String> ONLY_AS = Map.of(
            "hive.integration", "false",
            "directory.delim", "/",
            "file.delim", "+",
            "store.kafka.keys", "false",
            "store.kafka.headers", "false");

    /** Of kafka-connect-hdfs, with why such a file cannot start. */
    private static final Map<String, String> UNSUPPORTED =
            Map.of("topic.capture.groups.regex", "a table is always in <topics.dir>/<topic>");

    private static final List<String> HADOOP_ROOTS = List.of(
            "dfs.", "fs.", "io.", "ipc.", "net.", "ha.", "hadoop.", "yarn.", "mapreduce.", "parquet.", "httpfs.");

    private ForeignKeys() {}

    /** Whether a key is of no concern to the connector, so that it may be passed over without a word. */
    static boolean isConnects(String key) {
        return CONNECT.contains(key) || CONNECT_PREFIXES.stream().anyMatch(key::startsWith);
    }

    /** Whether a key is known to kafka-connect-hdfs' users, has no effect here, and does no harm: worth a warning. */
    static boolean isHarmless(String key, String value) {
        return HARMLESS.containsKey(key) || key.startsWith("confluent.") || value.equals(ONLY_AS.get(key));
    }

    /** Why a key that {@link #isHarmless} has no effect. */
    static String whyHarmless(String key) {
        String only = ONLY_AS.get(key);
        return only != null
                ? "it is always " + only
                : HARMLESS.getOrDefault(key, "it is of Confluent's licence and reporters");
    }

    /**
     * The name of Hadoop's that a key stands for: {@code hadoop.dfs.replication} and {@code hdfs.dfs.replication} are
     * {@code dfs.replication}, {@code hadoop.rpc.protection} is itself.
     */
    static Optional<String> hadoopName(String key) {
        for (String prefix : List.of("hadoop.", "hdfs.")) {
            String rest = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (HADOOP_ROOTS.stream().anyMatch(rest::startsWith)) {
                return Optional.of(rest);
            }
        }
        return key.startsWith("hadoop.") ? Optional.of(key) : Optional.empty();
    }

    static boolean isUnsupported(String key) {
        return UNSUPPORTED.containsKey(key);
    }

    /** What to tell the user of a key that has no meaning. */
    static String problem(String key) {
        if (isUnsupported(key)) {
            return "'" + key + "' is not supported: " + UNSUPPORTED.get(key);
        }
        String only = ONLY_AS.get(key);
        if (key.startsWith("store.kafka.")) {
            return "'" + key + "' is not supported: metadata.columns=key,headers puts them into the table itself";
        }
        if (only != null) {
            return "'" + key + "' is not supported yet, other than as " + only;
        }
        Set<String> all = new TreeSet<>(ConfigKeys.DEFINITION.names());
        all.addAll(CONNECT);
        String hint = nearest(key, all)
                .map(known -> ": did you mean '" + known + "'?")
                .orElse(": the keys are in docs/connector-configuration.md");
        return "unknown key '" + key + "'" + hint;
    }

    /** Of some names, the one that a key was probably meant to be. */
    static Optional<String> nearest(String key, Set<String> names) {
        int limit = Math.max(2, key.length() / 4);
        String wanted = key.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        TreeMap<String, Integer> distances = new TreeMap<>();
        names.forEach(known -> distances.put(known, distance(wanted, known)));
        return distances.entrySet().stream()
                .filter(e -> e.getValue() <= limit)
                .min(Comparator.comparing(Map.Entry<String, Integer>::getValue))
                .map(Map.Entry::getKey);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
