/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.valuesFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed ({@code SIGKILL}), again and again over one data directory. */
class KilledBrokerTest {
    private static final int KILLS = Integer.getInteger("sluice.test.kills", 4);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldKeepEveryAcknowledgedRecordOnceAndInOrder() throws Exception {
        long[] acknowledged = new long[CrashingBroker.PARTITIONS];
        Random random = new Random(20261122);
        for (int kill = 0; kill < KILLS; kill++) {
            long[] now = runAndKill(1 + random.nextInt(3000), random.nextBoolean());
            for (int p = 0; p < now.length; p++) {
                acknowledged[p] = Math.max(acknowledged[p], now[p]);
            }
            verify(acknowledged, kill);
        }
        assertThat(Arrays.stream(acknowledged).sum()).isPositive();
    }

    /** @return for each partition, the end of what was acknowledged */
    private long[] runAndKill(int afterAcks, boolean sharedFiles) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        CrashingBroker.class.getName(),
                        directory.toString(),
                        Boolean.toString(sharedFiles))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long[] ends = new long[CrashingBroker.PARTITIONS];
        try (BufferedReader acks =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int seen = 0;
            for (String line = acks.readLine(); line != null; line = acks.readLine()) {
                String[] parts = line.split(" ");
                if (parts.length == 3 && parts[0].length() == 1) { // else a line of the process's own log
                    int partition = Integer.parseInt(parts[0]);
                    assertThat(parts[2]).as("offset and sequence agree").isEqualTo(parts[1]);
                    ends[partition] = Math.max(ends[partition], Long.parseLong(parts[1]) + 1);
                    if (++seen == afterAcks) {
                        process.toHandle()
                                .destroyForcibly(); // what is in the pipe by now was acknowledged as well: read on
                    }
                }
            }
            assertThat(seen).as("acknowledgements before the kill").isGreaterThanOrEqualTo(afterAcks);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return ends;
    }

    /** Of the tests, whether the runner put it on the command line or into a class loader of its own. */
    static String classPath() {
        if (CrashingBroker.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private void verify(long[] acknowledged, int kill) throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            for (int p = 0; p < acknowledged.length; p++) {
                PartitionLog log = engine.create(partition("crash", p), CrashingBroker.RULES);
                assertThat(log.highWatermark()).isGreaterThanOrEqualTo(acknowledged[p]);
                assertThat(log.leaderEpoch()).isEqualTo(kill + 1);
                List<String> values = valuesFrom(log, 0, 1 << 16);
                for (int i = 0; i < values.size(); i++) {
                    assertThat(values.get(i)).isEqualTo(CrashingBroker.value(p, i));
                }
                if (!values.isEmpty()) {
                    shouldKnowARetryOfTheLastRecord(log, p, values.size() - 1);
                }
            }
        }
    }

    private static void shouldKnowARetryOfTheLastRecord(PartitionLog log, int partition, int last) {
        Append again = log.append(
                LogFixture.idempotent(1000 + partition, 0, last, CrashingBroker.value(partition, last)),
                AppendOrigin.CLIENT);
        assertThat(again.baseOffset()).isEqualTo(last);
        assertThat(again.durable()).isCompleted();
        assertThat(log.endOffset()).isEqualTo(last + 1L);
    }
}
