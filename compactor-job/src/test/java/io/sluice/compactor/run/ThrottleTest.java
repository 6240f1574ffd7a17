/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private long slept;

    private Throttle of(long bytesPerSecond) {
        return new Throttle(bytesPerSecond, () -> now, nanos -> {
            now += nanos;
            slept += nanos;
        });
    }

    @Test
    void shouldTakeAsLongAsTheBytesDo() throws IOException {
        Throttle throttle = of(1_000);
        for (int i = 0; i < 100; i++) {
            throttle.take(100);
        }
        throttle.take(0);

        assertThat(now).isEqualTo(10 * SECOND);
    }

    @Test
    void shouldNotWaitWhenItIsSlowerAnyway() throws IOException {
        Throttle throttle = of(1_000);
        for (int i = 0; i < 10; i++) {
            throttle.take(100);
            now += SECOND / 10;
        }

        assertThat(slept).isZero();
    }

    @Test
    void shouldCatchUpOnOneIdleSecondOnly() throws IOException {
        Throttle throttle = of(1_000);
        now += 60 * SECOND;
        throttle.take(1_000);
        throttle.take(1_000);
        throttle.take(0);

        assertThat(slept).isEqualTo(SECOND);
    }
}
