/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a topic-partition holds. Offsets may have gaps. Not thread-safe while it grows. */
public final class Topic {

    private final NavigableMap<Long, SinkRecord> records = new TreeMap<>();

    public void add(SinkRecord record) {
        records.put(record.kafkaOffset(), record);
    }

    /** The records from an offset on. */
    List<SinkRecord> read(long from, int max) {
        return records.tailMap(from, true).entrySet().stream()
                .limit(max)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** One behind the last record. */
    long end() {
        return records.isEmpty() ? 0 : records.lastKey() + 1;
    }

    public NavigableMap<Long, SinkRecord> records() {
        return records;
    }
}
