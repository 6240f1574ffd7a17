/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.Arrays;
import java.util.Optional;

/** Where a time-based partitioner takes a record's time from. */
public enum TimestampSource {
    /** The clock of the task, when it processes the record. */
    WALLCLOCK("Wallclock"),
    /** The timestamp of the Kafka record. */
    RECORD("Record"),
    /** A field of the value. */
    RECORD_FIELD("RecordField");

    private static final String CONFLUENT = "io.confluent.connect.storage.partitioner.TimeBasedPartitioner$";

    private final String key;

    TimestampSource(String key) {
        this.key = key;
    }

    /** The value of {@code timestamp.extractor}. */
    public String key() {
        return key;
    }

    static Optional<TimestampSource> parse(String name) {
        return Arrays.stream(values())
                .filter(source -> name.equals(source.key) || name.equals(CONFLUENT + source.key + "TimestampExtractor"))
                .findFirst();
    }
}
