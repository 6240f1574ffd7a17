/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.AppendOrigin;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.junit.jupiter.api.Test;

class ProducerStatesTest {
    private static final long PRODUCER = 42;

    private final ProducerStates states = new ProducerStates();
    private long nextOffset = 100;

    @Test
    void shouldAnswerARepeatOfTheLastFiveBatchesWithTheirFirstOffsets() {
        for (int i = 0; i < 7; i++) {
            append(batch(0, i * 3, 3));
        }
        for (int i = 2; i < 7; i++) {
            var repeated = states.check(batch(0, i * 3, 3), AppendOrigin.CLIENT);
            assertThat(repeated).isNotNull();
            assertThat(repeated.firstOffset()).isEqualTo(100 + i * 3L);
        }
        assertThatThrownBy(() -> states.check(batch(0, 3, 3), AppendOrigin.CLIENT))
                .isInstanceOf(OutOfOrderSequenceException.class)
                .hasMessageContaining("3 (incoming seq. number), 21 (expected)");
        assertThatThrownBy(() -> states.check(batch(0, 18, 2), AppendOrigin.CLIENT))
                .as("the same start with another size is no repeat")
                .isInstanceOf(OutOfOrderSequenceException.class);
    }

    @Test
    void shouldWrapAroundAsKafkaDoes() {
        int first = Integer.MAX_VALUE - 1;
        append(batch(0, first, 5));
        int next = DefaultRecordBatch.incrementSequence(first, 5);
        assertThat(batch(0, first, 5).lastSequence()).isEqualTo(DefaultRecordBatch.incrementSequence(first, 4));
        assertThat(states.check(batch(0, next, 1), AppendOrigin.CLIENT)).isNull();
        assertThat(states.check(batch(0, first, 5), AppendOrigin.CLIENT)).isNotNull();
        ProducerStates exact = new ProducerStates();
        exact.apply(batch(0, Integer.MAX_VALUE, 1).placedAt(0, 0), 0);
        assertThat(exact.check(batch(0, 0, 1), AppendOrigin.CLIENT)).isNull();
    }

    @Test
    void shouldTakeAnySequenceFromAProducerItDoesNotKnow() {
        assertThat(states.check(batch(3, 77, 1), AppendOrigin.CLIENT)).isNull();
    }

    @Test
    void shouldForgetOnlyWhoWasSilentTooLong() {
        states.apply(batch(0, 0, 1).placedAt(0, 0), 1000);
        states.expire(1000, id -> false);
        assertThat(states.isEmpty()).isFalse();
        states.expire(1001, id -> id == PRODUCER);
        assertThat(states.isEmpty()).isFalse();
        states.expire(1001, id -> false);
        assertThat(states.isEmpty()).isTrue();
    }

    /** Whatever a client sends, what gets through is each sequence once, in order, within each epoch. */
    @Property(tries = 500)
    void shouldLetThroughEachSequenceOnceAndInOrder(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 999) Integer> dice) {
        ProducerStates under = new ProducerStates();
        List<Integer> accepted = new ArrayList<>();
        int epoch = 0;
        int next = 0;
        long offset = 0;
        for (int roll : dice) {
            int tryEpoch = roll % 10 == 0 ? epoch + 1 : roll % 10 == 1 ? epoch - 1 : epoch;
            int trySequence = roll % 10 == 0 ? roll / 100 % 2 : Math.max(0, next + roll / 10 % 7 - 4);
            int count = 1 + roll % 3;
            BatchInfo batch = batch(tryEpoch, trySequence, count);
            boolean first = accepted.isEmpty() && epoch == 0 && next == 0;
            boolean inOrder = tryEpoch > epoch ? trySequence == 0 : tryEpoch == epoch && trySequence == next;
            boolean shouldPass = first || inOrder;
            try {
                if (under.check(batch, AppendOrigin.CLIENT) == null) {
                    assertThat(shouldPass).as("%d at %d/%d", roll, epoch, next).isTrue();
                    under.apply(batch.placedAt(offset, 0), 0);
                    epoch = tryEpoch;
                    next = trySequence + count;
                    offset += count;
                    accepted.add(trySequence);
                } else {
                    assertThat(tryEpoch).isEqualTo(epoch);
                    assertThat(trySequence).isLessThan(next);
                }
            } catch (InvalidProducerEpochException e) {
                assertThat(tryEpoch).isLessThan(epoch);
            } catch (OutOfOrderSequenceException e) {
                assertThat(shouldPass).as("%d at %d/%d", roll, epoch, next).isFalse();
            }
        }
    }

    private void append(BatchInfo batch) {
        assertThat(states.check(batch, AppendOrigin.CLIENT)).isNull();
        states.apply(batch.placedAt(nextOffset, 0), 0);
        nextOffset += batch.lastOffsetDelta() + 1;
    }

    private static BatchInfo batch(int epoch, int sequence, int count) {
        return new BatchInfo(
                100, 0, count - 1, 0, 1, count - 1, PRODUCER, (short) epoch, sequence, (short) 0, false, null);
    }
}
