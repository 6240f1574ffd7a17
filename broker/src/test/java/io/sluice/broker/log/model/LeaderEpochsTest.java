/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.PartitionLog.EpochEnd;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private final LeaderEpochs epochs =
            LeaderEpochs.startingWith(0, 0).begin(2, 10).begin(5, 30);

    @Test
    void shouldEndAnEpochWhereTheNextBegins() {
        assertThat(epochs.endOf(0, 50)).isEqualTo(new EpochEnd(0, 10));
        assertThat(epochs.endOf(1, 50)).as("the largest epoch not above").isEqualTo(new EpochEnd(0, 10));
        assertThat(epochs.endOf(2, 50)).isEqualTo(new EpochEnd(2, 30));
        assertThat(epochs.endOf(4, 50)).isEqualTo(new EpochEnd(2, 30));
        assertThat(epochs.endOf(5, 50)).isEqualTo(new EpochEnd(5, 50));
    }

    @Test
    void shouldNotKnowEpochsOfTheFuture() {
        assertThat(epochs.endOf(6, 50)).isEqualTo(new EpochEnd(-1, -1));
        assertThat(epochs.endOf(-1, 50)).isEqualTo(new EpochEnd(-1, -1));
    }

    @Test
    void shouldForgetAnEpochThatWroteNothing() {
        assertThat(epochs.begin(6, 30))
                .isEqualTo(LeaderEpochs.startingWith(0, 0).begin(2, 10).begin(6, 30));
        assertThat(epochs.begin(5, 40)).isSameAs(epochs);
    }

    @Test
    void shouldMoveWithTheStartOfTheLog() {
        LeaderEpochs later = epochs.truncateBefore(15);
        assertThat(later.starts()).containsExactly(new LeaderEpochs.Start(2, 15), new LeaderEpochs.Start(5, 30));
        assertThat(later.endOf(0, 50)).as("all that is known is newer").isEqualTo(new EpochEnd(0, 15));
        assertThat(epochs.truncateBefore(0)).isSameAs(epochs);
        assertThat(epochs.truncateBefore(100).latest()).isEqualTo(5);
    }
}
