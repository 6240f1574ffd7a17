/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.segment.Bundles;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A process made to be killed ({@code DIRECTORY SHARED-FILES}): appends numbered records to some partitions without end and says on its output which
 * were acknowledged, a line each: {@code partition offset sequence}. Starts where the logs end.
 */
public final class CrashingBroker {
    static final int PARTITIONS = 5;
    static final LogConfig RULES =
            new LogConfig(16 * 1024, 3600_000, -1, -1, 4096, 512, false, Long.MAX_VALUE, 3_600_000, true, false);

    private CrashingBroker() {}

    /** The sequence number of the record is in its value, so that what is read back can be told apart. */
    static String value(int partition, long sequence) {
        return partition + ":" + sequence + ":" + "x".repeat((int) (sequence * 31 % 400));
    }

    public static void main(String[] args) throws Exception {
        LogEngine engine = LogEngine.open(
                LogFixture.small(),
                Boolean.parseBoolean(args[1]) ? LogFixture.SHARED_FILES : Bundles.Settings.DEFAULTS,
                Path.of(args[0]),
                LogFixture.CLOCK);
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            PartitionLog log = engine.create(LogFixture.partition("crash", p), RULES);
            new Thread(() -> produce(log, partition)).start();
        }
    }

    private static void produce(PartitionLog log, int partition) {
        Semaphore inFlight = new Semaphore(5);
        long next = log.endOffset();
        while (true) {
            inFlight.acquireUninterruptibly();
            long sequence = next++;
            Append append = log.append(
                    LogFixture.idempotent(1000 + partition, 0, (int) sequence, value(partition, sequence)),
                    AppendOrigin.CLIENT);
            var unused = append.durable().whenComplete((nothing, failure) -> {
                if (failure == null) {
                    // one write call: a line is in the pipe whole or not at all
                    System.out.print(partition + " " + append.baseOffset() + " " + sequence + "\n");
                    System.out.flush();
                }
                inFlight.release();
            });
        }
    }
}
