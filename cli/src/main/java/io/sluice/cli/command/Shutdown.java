/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import java.util.concurrent.CountDownLatch;

/** Waiting for Ctrl-C or SIGTERM, with time to close what is open. */
final class Shutdown {

    private Shutdown() {}

    /**
     * Returns when the JVM is asked to stop. The JVM then waits for the main thread, which closes what it holds and
     * ends.
     */
    static void await() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            asked.countDown();
                            try {
                                main.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "sluice-shutdown"));
        asked.await();
    }
}
