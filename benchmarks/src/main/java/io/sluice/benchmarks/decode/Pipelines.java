/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.RecordPipeline;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** The connector's way from a record to a row, made of settings as users write them. */
final class Pipelines {

    private Pipelines() {}

    static RecordPipeline of(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("store.url", "file:///", "flush.size", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return RecordPipeline.of(HdfsSinkConfig.parse(given));
    }

    static SinkRecord record(String text, long offset) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return new SinkRecord("events", 0, null, null, Schema.BYTES_SCHEMA, value, offset);
    }
}
