/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The built-in partitioners, each known by a short name and by the class names that kafka-connect-hdfs gave it. */
public enum PartitionerKind {
    DEFAULT("DefaultPartitioner"),
    FIELD("FieldPartitioner"),
    TIME_BASED("TimeBasedPartitioner"),
    HOURLY("HourlyPartitioner"),
    DAILY("DailyPartitioner"),
    /** Confluent has none; the name is that of others' extensions of it. */
    FIELD_AND_TIME("FieldAndTimeBasedPartitioner"),
    /** By a partition strategy of Kite's. */
    KITE("KitePartitioner");

    private static final List<String> PACKAGES =
            List.of("", "io.confluent.connect.storage.partitioner.", "io.confluent.connect.hdfs.partitioner.");

    private final String className;

    PartitionerKind(String className) {
        this.className = className;
    }

    /** The name by which the documentation calls it, such as {@code TimeBasedPartitioner}. */
    public String className() {
        return className;
    }

    /** Reads {@code Daily}, {@code DailyPartitioner} or Confluent's full class name, old or new. */
    static Optional<PartitionerKind> parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.className.equals(name + "Partitioner")
                        || PACKAGES.stream().anyMatch(p -> name.equals(p + kind.className)))
                .findFirst();
    }
}
