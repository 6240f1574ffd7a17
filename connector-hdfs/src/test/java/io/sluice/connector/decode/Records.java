/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records as Kafka Connect hands them to a task, all of partition 3 of the topic {@code web.clicks}. */
final class Records {

    static final long TIMESTAMP_MS = 1_795_384_800_000L;

    private Records() {}

    static SinkRecord of(byte @Nullable [] value, long offset) {
        return record(Schema.OPTIONAL_BYTES_SCHEMA, value, offset);
    }

    static SinkRecord of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), 42);
    }

    static SinkRecord record(@Nullable Schema schema, @Nullable Object value, long offset) {
        return new SinkRecord(
                "web.clicks", 3, null, null, schema, value, offset, TIMESTAMP_MS, TimestampType.CREATE_TIME);
    }
}
