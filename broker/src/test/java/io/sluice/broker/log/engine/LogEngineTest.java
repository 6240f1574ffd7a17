/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.idempotent;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.TopicIdPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEngineTest {
    private static final TopicIdPartition EVENTS = partition("events", 0);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldReadFromMemoryWhatIsDurable() throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);

            Append append = log.append(batch("a", "b"), AppendOrigin.CLIENT);
            append.durable().join();

            assertThat(append.baseOffset()).isZero();
            assertThat(append.lastOffset()).isEqualTo(1);
            assertThat(log.highWatermark()).isEqualTo(2);
            assertThat(log.isTail(0)).isTrue();
            assertThat(values(log)).containsExactly("a", "b");
        }
    }

    @Test
    void shouldKeepRecordsOverACleanRestart() throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            log.append(idempotent(9, 0, 0, "a", "b"), AppendOrigin.CLIENT);
        }
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.find(EVENTS.topicId(), 0).orElseThrow();

            assertThat(log.leaderEpoch()).isZero();
            assertThat(log.isTail(0)).isFalse();
            assertThat(values(log)).containsExactly("a", "b");
            assertThat(log.append(idempotent(9, 0, 0, "a", "b"), AppendOrigin.CLIENT)
                            .baseOffset())
                    .isZero();
            log.append(idempotent(9, 0, 2, "c"), AppendOrigin.CLIENT).durable().join();
            assertThat(values(log)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldRefuseADirectoryInUse() throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            assertThat(engine.topicIds()).isEmpty();
            assertThatThrownBy(() -> LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK))
                    .isInstanceOf(IOException.class)
                    .hasMessage(directory + " is in use by another broker");
        }
    }
}
