/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many groups whose members come and go all the time, over a restart of the broker: nothing must be passed over. */
@Timeout(300)
class GroupChurnIT {

    private static final String TOPIC = "clicks";
    private static final int PARTITIONS = 6;
    private static final int RECORDS = 1_800;
    private static final int GROUPS = 6;
    private static final int MEMBERS = 3;

    @TempDir
    private Path directory;

    private final List<Set<Integer>> readByGroup = IntStream.range(0, GROUPS)
            .<Set<Integer>>mapToObj(group -> ConcurrentHashMap.newKeySet())
            .toList();

    @Test
    void shouldReadEverythingInEveryGroup() throws Exception {
        TestBroker broker = TestBroker.start(directory);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            broker.fill(TOPIC, PARTITIONS, RECORDS);
            List<Future<?>> members = new ArrayList<>();
            for (int group = 0; group < GROUPS; group++) {
                for (int member = 0; member < MEMBERS; member++) {
                    int thisGroup = group;
                    Random random = new Random(group * 31L + member);
                    TestBroker started = broker;
                    members.add(threads.submit(() -> beMembers(started, thisGroup, random)));
                }
            }
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> readByGroup.stream().mapToInt(Set::size).sum() > GROUPS * RECORDS / 3);
            broker = broker.restart();
            for (Future<?> member : members) {
                member.get();
            }

            assertThat(readByGroup).allSatisfy(read -> assertThat(read).hasSize(RECORDS));
        } finally {
            threads.shutdownNow();
            broker.close();
        }
    }

    /** One member after the other, each for a while, until the group has read all. */
    private void beMembers(TestBroker broker, int group, Random random) {
        String protocol = group % 2 == 0 ? "classic" : "consumer";
        while (!isDone(group)) {
            int enough = 100 + random.nextInt(300);
            int read = 0;
            try (KafkaConsumer<String, String> consumer = broker.consumer(protocol, "group-" + group, Map.of())) {
                consumer.subscribe(List.of(TOPIC));
                while (read < enough && !isDone(group)) {
                    read += readSome(consumer, readByGroup.get(group));
                }
            }
        }
    }

    private boolean isDone(int group) {
        return readByGroup.get(group).size() == RECORDS;
    }

    /** A record counts as read when it was delivered; one whose commit failed is delivered to another member again. */
    private static int readSome(KafkaConsumer<String, String> consumer, Set<Integer> read) {
        int before = read.size();
        consumer.poll(Duration.ofMillis(100)).forEach(next -> read.add(Integer.valueOf(next.value())));
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            return 0;
        }
        return read.size() - before;
    }
}
