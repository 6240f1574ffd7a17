/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorResult;
import org.apache.kafka.coordinator.transaction.TransactionCoordinatorRecordSerde;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.timeline.SnapshotRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * Three instances of a producer that all think they are the one, two partitions, and a coordinator that crashes,
 * forgets to answer, and writes markers by halves. After each step a coordinator that reads its records back knows the
 * same; only the newest instance is served; and what an instance was told of a transaction is what became of it, in
 * every partition, once.
 */
class TransactionPropertyTest {
    private static final String ID = "id";
    private static final int TIMEOUT_MS = 1000;

    private enum Kind {
        BEGIN,
        GO_ON,
        WRITE,
        COMMIT,
        ABORT,
        MARK,
        MARK_HALF,
        TIME_OUT,
        FORGET,
        CRASH
    }

    /** @param answered whether the instance hears what came of it */
    private record Step(Kind kind, int instance, int partition, boolean answered) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Kind.BEGIN)),
                Tuple.of(2, Arbitraries.just(Kind.GO_ON)),
                Tuple.of(10, Arbitraries.just(Kind.WRITE)),
                Tuple.of(5, Arbitraries.just(Kind.COMMIT)),
                Tuple.of(3, Arbitraries.just(Kind.ABORT)),
                Tuple.of(6, Arbitraries.just(Kind.MARK)),
                Tuple.of(2, Arbitraries.just(Kind.MARK_HALF)),
                Tuple.of(1, Arbitraries.of(Kind.TIME_OUT, Kind.FORGET, Kind.CRASH)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(2, 2)),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(80);
    }

    @Property(tries = 2000)
    void whatWasToldIsWhatBecameOfIt(@ForAll("steps") List<Step> steps, @ForAll boolean lastEpochs) {
        World world = new World(lastEpochs);
        steps.forEach(world::take);
        world.settle();
    }

    /** What an instance knows. The last one is an old client, which keeps its epoch. */
    private static final class Instance {
        private final boolean isOld;
        private @Nullable TransactionalProducer producer;
        private Set<Integer> written = new HashSet<>();
        /** How it wants its transaction to end, until it has heard of that. */
        private @Nullable Boolean ending;

        private Instance(boolean isOld) {
            this.isOld = isOld;
        }
    }

    /** Of one producer in a partition: the highest epoch, and what is undecided. */
    private static final class Open {
        private short epoch = -1;
        private final Set<Integer> values = new HashSet<>();
    }

    private static final class World {
        private final TransactionCoordinatorRecordSerde serde = new TransactionCoordinatorRecordSerde();
        private final List<byte[][]> log = new ArrayList<>();
        private TransactionShard shard = shard();
        private final List<Instance> instances = List.of(new Instance(false), new Instance(false), new Instance(true));
        private final List<Map<Long, Open>> partitions = List.of(new HashMap<>(), new HashMap<>());
        private final Map<Integer, Boolean> became = new HashMap<>();
        private final Map<Integer, Boolean> told = new HashMap<>();
        private @Nullable Instance newest;
        private long nowMs;
        private long producerIds = 100;
        private int values;

        private World(boolean lastEpochs) {
            if (lastEpochs) {
                write(List.of(TransactionRecords.of(new Transaction(
                        ID,
                        7,
                        (short) (Short.MAX_VALUE - 6),
                        -1,
                        -1,
                        (short) -1,
                        TIMEOUT_MS,
                        TransactionState.EMPTY,
                        Set.of(),
                        -1,
                        0,
                        (short) 0))));
            }
        }

        private static TransactionShard shard() {
            return new TransactionShard(new SnapshotRegistry(new LogContext()));
        }

        private void take(Step step) {
            nowMs++;
            Instance instance = instances.get(step.instance());
            try {
                switch (step.kind()) {
                    case BEGIN -> initialize(instance, new TransactionalProducer(ID, -1, (short) -1), step.answered());
                    case GO_ON -> {
                        if (instance.producer != null && instance.ending == null) {
                            initialize(instance, instance.producer, step.answered());
                        }
                    }
                    case WRITE -> write(instance, step.partition());
                    case COMMIT -> end(instance, true, step.answered());
                    case ABORT -> end(instance, false, step.answered());
                    case MARK -> mark(2);
                    case MARK_HALF -> mark(step.partition());
                    case TIME_OUT -> {
                        nowMs += TIMEOUT_MS + 1;
                        apply(shard.timeOut(nowMs));
                    }
                    case FORGET -> apply(shard.forget(TIMEOUT_MS * 10, nowMs));
                    case CRASH -> shard = replayed();
                }
            } catch (ApiException refused) {
                assertThat(refused.getMessage()).contains(ID);
            }
            assertThat(known(replayed())).isEqualTo(known(shard));
        }

        private void initialize(Instance instance, TransactionalProducer expected, boolean answered) {
            boolean goesOn = expected.epoch() >= 0;
            Transaction now = apply(shard.initialize(expected, TIMEOUT_MS, producerIds++, nowMs));
            if (goesOn) {
                assertThat(instance).as("who goes on").isSameAs(newest);
            }
            if (now.isEnding()) {
                return;
            }
            newest = instance;
            if (answered) {
                instance.producer = new TransactionalProducer(ID, now.producerId(), now.epoch());
                instance.written = new HashSet<>();
                instance.ending = null;
            } else if (!goesOn) {
                instance.producer = null; // it starts over
                instance.written = new HashSet<>();
                instance.ending = null;
            }
        }

        private void write(Instance instance, int partition) {
            TransactionalProducer producer = instance.producer;
            if (producer == null || instance.ending != null) {
                return;
            }
            TransactionVersion version = instance.isOld ? TransactionVersion.TV_1 : TransactionVersion.TV_2;
            apply(shard.add(producer, Set.of(partition(partition)), version, nowMs));
            shard.verify(producer, partition(partition), Long.MAX_VALUE);
            assertThat(instance).as("who writes").isSameAs(newest);
            Open open = partitions.get(partition).computeIfAbsent(producer.producerId(), first -> new Open());
            assertThat(producer.epoch()).isGreaterThanOrEqualTo(open.epoch);
            open.epoch = producer.epoch();
            int value = values++;
            open.values.add(value);
            instance.written.add(value);
        }

        private void end(Instance instance, boolean commit, boolean answered) {
            TransactionalProducer producer = instance.producer;
            if (producer == null) {
                return;
            }
            boolean wanted = instance.ending == null ? commit : instance.ending;
            Transaction now = apply(
                    instance.isOld
                            ? shard.end(producer, wanted, nowMs)
                            : shard.endWithNextEpoch(producer, wanted, producerIds++, nowMs));
            assertThat(instance).as("who ends").isSameAs(newest);
            instance.written.forEach(value -> told.put(value, wanted));
            instance.ending = wanted;
            if (answered) {
                Transaction next = now.isEnding() ? now.completed(nowMs) : now;
                instance.producer = new TransactionalProducer(ID, next.producerId(), next.epoch());
                instance.written = new HashSet<>();
                instance.ending = null;
            }
        }

        /** @param only a partition that gets its marker and the other does not, or 2 for both */
        private void mark(int only) {
            for (Transaction prepared : shard.list(Transaction::isEnding, Long.MAX_VALUE)) {
                EndMarker marker = EndMarker.of(prepared, 0);
                prepared.partitions().stream()
                        .map(TopicPartition::partition)
                        .filter(partition -> only == 2 || only == partition)
                        .forEach(partition -> mark(partition, marker));
                if (only == 2) {
                    apply(shard.complete(prepared, nowMs));
                }
            }
        }

        private void mark(int partition, EndMarker marker) {
            Open open = partitions.get(partition).computeIfAbsent(marker.producerId(), first -> new Open());
            assertThat(marker.epoch()).as("of a marker").isGreaterThanOrEqualTo(open.epoch);
            open.epoch = marker.epoch();
            for (int value : open.values) {
                assertThat(became.put(value, marker.commit()))
                        .as("decided before")
                        .isNull();
            }
            open.values.clear();
        }

        private void settle() {
            mark(2);
            nowMs += TIMEOUT_MS + 1;
            apply(shard.timeOut(nowMs));
            mark(2);
            for (int value = 0; value < values; value++) {
                Assertions.assertEquals(told.getOrDefault(value, false), became.get(value), "value " + value);
            }
        }

        private <T> T apply(CoordinatorResult<T, CoordinatorRecord> result) {
            Map<String, Transaction> before = known(shard);
            write(result.records());
            known(shard).forEach((id, now) -> isLegal(before.get(id), now));
            return result.response();
        }

        private static void isLegal(@Nullable Transaction before, Transaction now) {
            if (before != null && before.isEnding() && !before.equals(now)) {
                assertThat(now.state())
                        .isEqualTo(
                                before.isCommitting()
                                        ? TransactionState.COMPLETE_COMMIT
                                        : TransactionState.COMPLETE_ABORT);
            }
        }

        private void write(List<CoordinatorRecord> records) {
            for (CoordinatorRecord record : records) {
                log.add(new byte[][] {serde.serializeKey(record), serde.serializeValue(record)});
                shard.replay(log.size(), -1, (short) -1, record);
            }
        }

        private TransactionShard replayed() {
            TransactionShard replayed = shard();
            for (byte[][] record : log) {
                ByteBuffer value = record[1] == null ? null : ByteBuffer.wrap(record[1]);
                replayed.replay(0, -1, (short) -1, serde.deserialize(ByteBuffer.wrap(record[0]), value));
            }
            return replayed;
        }

        private static Map<String, Transaction> known(TransactionShard shard) {
            Map<String, Transaction> known = new HashMap<>();
            shard.list(any -> true, Long.MAX_VALUE).forEach(transaction -> known.put(transaction.id(), transaction));
            return known;
        }

        private static TopicPartition partition(int number) {
            return new TopicPartition("topic", number);
        }
    }
}
