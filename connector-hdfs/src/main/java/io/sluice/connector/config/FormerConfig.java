/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.connector.config.ConfigExplanation.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file that was written for kafka-connect-hdfs: what comes out otherwise here, although it starts. */
final class FormerConfig {

    private FormerConfig() {}

    static List<Line> differences(Map<String, String> given) {
        String connector = given.getOrDefault("connector.class", "");
        List<Line> lines = new ArrayList<>();
        if (!ConfigExplanation.isFormerClass(connector)) {
            return lines;
        }
        lines.add(new Line(
                "connector.class",
                connector,
                "set io.sluice.connector.HdfsSinkConnector; only `sluice connect` and `sluice up` do it themselves"));
        if (!given.containsKey(FORMAT_CLASS)) {
            lines.add(new Line(
                    FORMAT_CLASS,
                    "",
                    "Parquet where kafka-connect-hdfs writes Avro: AvroFormat keeps a table as it is"));
        }
        if (set(given, ROTATE_INTERVAL)) {
            lines.add(new Line(
                    ROTATE_INTERVAL,
                    given.get(ROTATE_INTERVAL),
                    "by the clock since the first record of a file, whatever timestamp.extractor says: an idle topic"
                            + " becomes visible too"));
        }
        if (!"BACKWARD".equals(given.get(SCHEMA_COMPATIBILITY))) {
            lines.add(new Line(
                    SCHEMA_COMPATIBILITY,
                    given.getOrDefault(SCHEMA_COMPATIBILITY, ""),
                    "versions that take turns share files in a schema that holds all of them, instead of one"
                            + " file each"));
        }
        if (given.containsKey(PARTITION_FIELD_NAME)) {
            lines.add(new Line(
                    PARTITION_FIELD_NAME,
                    given.get(PARTITION_FIELD_NAME),
                    "null is __HIVE_DEFAULT_PARTITION__ instead of 'null', and characters that a path cannot hold are"
                            + " escaped as Hive does"));
        }
        lines.add(new Line(
                LOGS_DIR,
                given.getOrDefault(LOGS_DIR, "logs"),
                "stop the old connector cleanly first: its log is not read, the table goes on behind the highest offset"
                        + " in its files' names"));
        return lines;
    }

    private static boolean set(Map<String, String> given, String key) {
        return given.containsKey(key) && !given.get(key).strip().equals("-1");
    }
}
