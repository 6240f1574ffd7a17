/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.KafkaStorageException;

/**
 * A process made to run out of disk: appends until it is refused, then reads what was acknowledged. Says on its output
 * {@code ACKNOWLEDGED READ MESSAGE}, and ends in order.
 */
public final class FillingBroker {
    private static final int MAX_APPENDS = 1_000_000;

    private FillingBroker() {}

    static String value(int index) {
        return index + ":" + "x".repeat(900);
    }

    public static void main(String[] args) throws Exception {
        int acknowledged = 0;
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, Path.of(args[0]), LogFixture.CLOCK)) {
            PartitionLog log = engine.create(LogFixture.partition("filling", 0), CrashingBroker.RULES);
            String refusal = "";
            while (refusal.isEmpty() && acknowledged < MAX_APPENDS) {
                try {
                    log.append(LogFixture.batch(value(acknowledged)), AppendOrigin.CLIENT)
                            .durable()
                            .join();
                    acknowledged++;
                } catch (KafkaStorageException e) {
                    refusal = String.valueOf(e.getMessage());
                } catch (CompletionException e) {
                    // the append that hit the end; the next one is refused at once
                    acknowledged += e.getCause() instanceof KafkaStorageException ? 0 : MAX_APPENDS;
                }
            }
            int read = LogFixture.valuesFrom(log, 0, 1 << 20).size();
            System.out.println(acknowledged + " " + read + " " + refusal);
        }
    }
}
