/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import io.sluice.cli.terminal.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each stage took; a stage begins where the last one ended. */
final class StageTimes {

    private final Map<String, Duration> stages = new LinkedHashMap<>();
    private long sinceNanos = System.nanoTime();

    /**
     * Ends a stage.
     *
     * @return its time, to print
     */
    String next(String stage) {
        long now = System.nanoTime();
        Duration time = Duration.ofNanos(now - sinceNanos);
        sinceNanos = now;
        stages.merge(stage, time, Duration::plus);
        return Quantity.seconds(time);
    }

    Map<String, Duration> stages() {
        return stages;
    }
}
