/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.value.DecodeCounters;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Pipelines made of settings, as a user writes them. */
final class Pipelines {

    private Pipelines() {}

    static RecordPipeline of(String... settings) {
        return of(new DecodeCounters(), settings);
    }

    static RecordPipeline of(DecodeCounters counters, String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("store.url", "file:///", "flush.size", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return RecordPipeline.of(HdfsSinkConfig.parse(given), Clock.systemUTC(), counters);
    }
}
