/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.transactions.TransactionRules.Initialization;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TransactionRulesTest {
    private static final String ID = "id";
    private static final long FRESH = 900;
    private static final TopicPartition PARTITION = new TopicPartition("topic", 1);
    private static final TransactionVersion OLD = TransactionVersion.TV_1;
    private static final TransactionVersion NEW = TransactionVersion.TV_2;

    private final Transaction empty = TransactionRules.initialize(null, begin(100), 0);

    @Test
    void aFirstProducerGetsAFreshIdAndTheNextOneTheNextEpoch() {
        assertThat(who(empty)).isEqualTo(producer(100, 0));

        Transaction next = TransactionRules.initialize(empty, begin(FRESH), 1);

        assertThat(who(next)).isEqualTo(producer(100, 1));
        assertThat(next.lastEpoch()).isEqualTo((short) -1);
    }

    @Test
    void anOpenTransactionIsAbortedBeforeAnotherProducerBegins() {
        Transaction open = open(empty, NEW);

        Transaction aborting = TransactionRules.initialize(open, begin(FRESH), 2);

        assertThat(aborting.state()).isEqualTo(TransactionState.PREPARE_ABORT);
        assertThat(aborting.epoch()).isEqualTo((short) 1);
        assertThat(aborting.partitions()).containsExactly(PARTITION);
        isConcurrent(() -> TransactionRules.initialize(aborting, begin(FRESH), 3));
        assertThat(who(TransactionRules.initialize(aborting.completed(4), begin(FRESH), 5)))
                .isEqualTo(producer(100, 2));
    }

    @Test
    void aFencedProducerCanNothing() {
        Transaction aborting = TransactionRules.initialize(open(empty, NEW), begin(FRESH), 2);
        for (Transaction now : new Transaction[] {aborting, aborting.completed(3)}) {
            isFenced(() -> TransactionRules.endWithNextEpoch(now, who(empty), true, -1, 4));
            isFenced(() -> TransactionRules.endWithNextEpoch(now, who(empty), false, -1, 4));
            isFenced(() -> TransactionRules.end(now, who(empty), true, 4));
            isFenced(() -> TransactionRules.add(now, who(empty), Set.of(PARTITION), NEW, 4));
            isFenced(() -> TransactionRules.verify(now, who(empty), PARTITION));
        }
        isFenced(() -> TransactionRules.initialize(aborting.completed(3), goOn(100, 0), 4));
    }

    @Test
    void aProducerThatGoesOnGetsTheNextEpochOnceHoweverOftenItAsks() {
        Transaction next = TransactionRules.initialize(empty, goOn(100, 0), 1);
        assertThat(who(next)).isEqualTo(producer(100, 1));

        Transaction again = TransactionRules.initialize(next, goOn(100, 0), 2);

        assertThat(who(again)).isEqualTo(producer(100, 1));
        isFenced(
                () -> TransactionRules.initialize(TransactionRules.initialize(next, begin(FRESH), 3), goOn(100, 0), 4));
    }

    @Test
    void aStaleProducerThatGoesOnDoesNotAbortWhatItsSuccessorHasOpen() {
        Transaction successor = TransactionRules.initialize(empty, begin(FRESH), 1);
        isFenced(() -> TransactionRules.initialize(open(successor, NEW), goOn(100, 0), 2));
    }

    @Test
    void usedUpEpochsLeadToAFreshId() {
        Transaction last = withEpoch(Short.MAX_VALUE - 1);

        assertThat(who(TransactionRules.initialize(last, begin(FRESH), 1))).isEqualTo(producer(FRESH, 0));
        Transaction goesOn = TransactionRules.initialize(last, goOn(100, Short.MAX_VALUE - 1), 1);
        assertThat(who(goesOn)).isEqualTo(producer(FRESH, 0));
        assertThat(who(TransactionRules.initialize(goesOn, goOn(100, Short.MAX_VALUE - 1), 2)))
                .isEqualTo(producer(FRESH, 0));
        Transaction fenced = TransactionRules.initialize(open(last, NEW), begin(FRESH), 1);
        assertThat(fenced.epoch()).isEqualTo(Short.MAX_VALUE);
        assertThat(who(TransactionRules.initialize(fenced.completed(2), begin(FRESH), 3)))
                .isEqualTo(producer(FRESH, 0));
    }

    @Test
    void theLastEpochEndsItsTransactionAndTheProducerGoesOnWithAnother() {
        Transaction last = open(withEpoch(Short.MAX_VALUE - 1), NEW);

        Transaction ending = TransactionRules.endWithNextEpoch(last, who(last), true, FRESH, 1);

        assertThat(who(ending)).as("markers").isEqualTo(producer(100, Short.MAX_VALUE));
        Transaction over = ending.completed(2);
        assertThat(who(over)).isEqualTo(producer(FRESH, 0));
        assertThat(TransactionRules.endWithNextEpoch(over, who(last), true, FRESH + 1, 3))
                .isEqualTo(over);
        assertThat(over.previousProducerId()).isEqualTo(100);
    }

    @Test
    void anOldClientKeepsItsEpoch() {
        Transaction open = open(empty, OLD);

        Transaction ending = TransactionRules.end(open, who(open), true, 1);

        assertThat(who(ending)).isEqualTo(who(open));
        isConcurrent(() -> TransactionRules.end(ending, who(open), true, 2));
        isInvalid(() -> TransactionRules.end(ending, who(open), false, 2));
        isConcurrent(() -> TransactionRules.add(ending, who(open), Set.of(PARTITION), OLD, 2));
        Transaction over = ending.completed(3);
        assertThat(TransactionRules.end(over, who(open), true, 4)).isEqualTo(over);
        isInvalid(() -> TransactionRules.end(over, who(open), false, 4));
        isInvalid(() -> TransactionRules.end(empty, who(empty), true, 4));
    }

    @Test
    void anEndThatRaisesTheEpochMayBeAskedForAgain() {
        Transaction open = open(empty, NEW);
        Transaction ending = TransactionRules.endWithNextEpoch(open, who(open), false, -1, 1);
        assertThat(who(ending)).isEqualTo(producer(100, 1));
        isConcurrent(() -> TransactionRules.endWithNextEpoch(ending, who(open), false, -1, 2));
        isInvalid(() -> TransactionRules.endWithNextEpoch(ending, who(open), true, -1, 2));
        isConcurrent(() -> TransactionRules.add(ending, who(ending), Set.of(PARTITION), NEW, 2));

        Transaction over = ending.completed(3);

        assertThat(TransactionRules.endWithNextEpoch(over, who(open), false, -1, 4))
                .isEqualTo(over);
        isInvalid(() -> TransactionRules.endWithNextEpoch(over, who(open), true, -1, 4));
        Transaction nextOpen = open(over, NEW);
        isFenced(() -> TransactionRules.endWithNextEpoch(nextOpen, who(open), false, -1, 5));
    }

    @Test
    void aNewClientMayAbortWhenThereIsNothingToAbort() {
        Transaction ending = TransactionRules.endWithNextEpoch(empty, who(empty), false, -1, 7);

        assertThat(ending.state()).isEqualTo(TransactionState.PREPARE_ABORT);
        assertThat(ending.startMs()).isEqualTo(7);
        assertThat(who(ending.completed(8))).isEqualTo(producer(100, 1));
        isInvalid(() -> TransactionRules.endWithNextEpoch(empty, who(empty), true, -1, 7));
    }

    @Test
    void onlyWhatWasAddedIsPartOfTheTransaction() {
        Transaction open = open(empty, OLD);
        TransactionRules.verify(open, who(open), PARTITION);
        assertThat(TransactionRules.add(open, who(open), Set.of(PARTITION), OLD, 9))
                .isEqualTo(open);
        assertThatThrownBy(() -> TransactionRules.verify(open, who(open), new TopicPartition("topic", 2)))
                .isInstanceOf(TransactionAbortableException.class)
                .hasMessage(
                        "The transaction of 'id' does not have topic-2: it is to be added before it is written to.");
        assertThatThrownBy(() -> TransactionRules.verify(empty, who(empty), PARTITION))
                .isInstanceOf(TransactionAbortableException.class);
        assertThatThrownBy(() -> TransactionRules.verify(null, who(empty), PARTITION))
                .isInstanceOf(InvalidPidMappingException.class);
        assertThatThrownBy(() -> TransactionRules.verify(open, producer(101, 0), PARTITION))
                .isInstanceOf(InvalidPidMappingException.class)
                .hasMessage("'id' is not the transactional id of producer 101 but of 100.");
    }

    @Test
    void timeRunsOut() {
        Transaction open = open(empty, NEW); // at 1, for 1000 ms
        assertThat(TransactionRules.timeOut(open, 1001)).isNull();
        Transaction aborting = TransactionRules.timeOut(open, 1002);
        assertThat(aborting).isNotNull();
        assertThat(aborting.state()).isEqualTo(TransactionState.PREPARE_ABORT);
        isFenced(() -> TransactionRules.endWithNextEpoch(aborting, who(open), true, -1, 1003));
        assertThat(TransactionRules.timeOut(aborting, 5000)).isNull();
        assertThat(TransactionRules.timeOut(aborting.completed(1), 5000)).isNull();
    }

    @Test
    void onlyWhatIsOverIsForgotten() {
        assertThat(TransactionRules.isForgotten(empty, 100, 99)).isFalse();
        assertThat(TransactionRules.isForgotten(empty, 100, 100)).isTrue();
        assertThat(TransactionRules.isForgotten(open(empty, NEW), 100, 5000)).isFalse();
    }

    private static Transaction open(Transaction now, TransactionVersion version) {
        return TransactionRules.add(now, who(now), Set.of(PARTITION), version, 1);
    }

    private Transaction withEpoch(int epoch) {
        return new Transaction(
                ID, 100, (short) epoch, -1, -1, (short) -1, 1000, empty.state(), Set.of(), -1, 0, (short) 0);
    }

    private static Initialization begin(long freshProducerId) {
        return new Initialization(ID, 1000, -1, (short) -1, freshProducerId);
    }

    private static Initialization goOn(long producerId, int epoch) {
        return new Initialization(ID, 1000, producerId, (short) epoch, FRESH);
    }

    private static TransactionalProducer producer(long id, int epoch) {
        return new TransactionalProducer(ID, id, (short) epoch);
    }

    private static TransactionalProducer who(Transaction transaction) {
        return new TransactionalProducer(transaction.id(), transaction.producerId(), transaction.epoch());
    }

    private static void isFenced(ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOf(ProducerFencedException.class);
    }

    private static void isConcurrent(ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOf(ConcurrentTransactionsException.class);
    }

    private static void isInvalid(ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOf(InvalidTxnStateException.class);
    }
}
