/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryGateTest {

    @Test
    void shouldNeverLetInMoreThanThereIsRoomFor() throws InterruptedException {
        MemoryGate gate = new MemoryGate(100);
        AtomicLong inside = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long need = 20 + 10L * i;
            threads.add(new Thread(() -> {
                try {
                    for (int round = 0; round < 200; round++) {
                        gate.enter(need);
                        most.accumulateAndGet(inside.addAndGet(need), Math::max);
                        Thread.onSpinWait();
                        inside.addAndGet(-need);
                        gate.leave(need);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(90L, 100L);
        assertThat(inside.get()).isZero();
    }

    @Test
    void shouldLetInAloneWhatIsTooLarge() throws InterruptedException {
        MemoryGate gate = new MemoryGate(100);
        gate.enter(1_000);
        gate.leave(1_000);
        gate.enter(60);
        gate.enter(40);

        gate.leave(60);
        gate.leave(40);
        gate.enter(Long.MAX_VALUE);
    }
}
