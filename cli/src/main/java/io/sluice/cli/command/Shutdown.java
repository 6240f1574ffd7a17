/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** Waiting for Ctrl-C or SIGTERM, with time to close what is open. */
final class Shutdown {

    /** What a shell reports of a command that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private Shutdown() {}

    /**
     * Returns at the first SIGINT or SIGTERM; a second one ends the JVM at once.
     *
     * <p>A shutdown hook would not do: by then Hadoop's own hooks close the file systems under our hands.
     */
    static void await() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        onSignal("INT", asked);
        onSignal("TERM", asked);
        asked.await();
    }

    private static void onSignal(String name, CountDownLatch asked) {
        try {
            // By reflection, because the compiler warns of the package without a way to say that it is meant.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Shutdown.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            if (asked.getCount() == 0) {
                                Runtime.getRuntime().halt(INTERRUPTED);
                            }
                            asked.countDown();
                        }
                        return null;
                    });
            Object unused = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals to handle", e);
        }
    }
}
