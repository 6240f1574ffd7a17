/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.wal.FlushMode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * How fast the log engine alone takes records: {@code AppendThroughput DIRECTORY [flush [batchKiB [GiB]]]}. Two
 * threads append batches of 1 KiB records to 6 partitions, with at most 5 batches a partition in flight, as producers
 * do.
 */
public final class AppendThroughput {
    private static final int PARTITIONS = 6;
    private static final int THREADS = 2;

    private AppendThroughput() {}

    public static void main(String[] args) throws Exception {
        FlushMode flush = FlushMode.valueOf((args.length > 1 ? args[1] : "group").toUpperCase(Locale.ROOT));
        int batchBytes = (args.length > 2 ? Integer.parseInt(args[2]) : 64) << 10;
        long total = (long) ((args.length > 3 ? Double.parseDouble(args[3]) : 2) * (1L << 30));
        String[] values = new String[batchBytes >> 10];
        Arrays.fill(values, "x".repeat(1013));
        try (LogEngine engine =
                LogEngine.open(LogEngineConfig.DEFAULTS.withFlush(flush), Path.of(args[0]), Clock.systemUTC())) {
            List<PartitionLog> logs = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                logs.add(engine.create(LogFixture.partition("bench", i), LogConfig.DEFAULTS));
            }
            run(logs, values, total / 4); // warm up
            System.out.printf("%s, batches of %d KiB: %s%n", flush, batchBytes >> 10, run(logs, values, total));
        }
    }

    private static String run(List<PartitionLog> logs, String[] values, long total) throws InterruptedException {
        long size = LogFixture.batchAt(System.currentTimeMillis(), values).sizeInBytes();
        int perThread = (int) (total / size / THREADS);
        List<Semaphore> inFlight = logs.stream().map(log -> new Semaphore(5)).toList();
        long[] latencies = new long[perThread * THREADS];
        AtomicInteger done = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            Thread thread = new Thread(() -> {
                MemoryRecords records = LogFixture.batchAt(System.currentTimeMillis(), values);
                for (int i = 0; i < perThread; i++) {
                    int target = (i * THREADS + first) % logs.size();
                    Semaphore permits = inFlight.get(target);
                    permits.acquireUninterruptibly();
                    long begin = System.nanoTime();
                    var unused = logs.get(target)
                            .append(records, AppendOrigin.CLIENT)
                            .durable()
                            .whenComplete((nothing, failure) -> {
                                latencies[done.getAndIncrement()] = System.nanoTime() - begin;
                                permits.release();
                            });
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Semaphore permits : inFlight) {
            permits.acquire(5);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(latencies);
        return String.format(
                Locale.ROOT,
                "%.0f MB/s, ack p50 %.2f ms, p99 %.2f ms, max %.1f ms",
                total / seconds / 1e6,
                latencies[latencies.length / 2] / 1e6,
                latencies[(int) (latencies.length * 0.99)] / 1e6,
                latencies[latencies.length - 1] / 1e6);
    }
}
