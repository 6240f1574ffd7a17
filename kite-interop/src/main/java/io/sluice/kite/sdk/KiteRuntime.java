/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite.sdk;

import io.sluice.table.kite.KiteException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.kitesdk.data.spi.DefaultConfiguration;

/**
 * Gives Kite what it takes from its surroundings, for the length of a call: the configuration (a static of Kite's), the
 * context class loader (Kite looks its file systems up there), and a quiet log.
 *
 * <p>The configuration is a private copy whose file systems are not the process's shared ones, because Kite's Parquet
 * reader writes its read schema into the configuration of the file system that it is given, under a key that today's
 * Parquet obeys.
 *
 * <p>Thread-safe. One call at a time in the whole process, since the static is the process's.
 */
final class KiteRuntime {

    private static final ReentrantLock KITE = new ReentrantLock();
    // Held on to, or its level is lost with it
    private static final Logger PARQUET = logOfParquet();

    private final Configuration conf;

    KiteRuntime(Configuration conf) {
        PARQUET.setLevel(Level.SEVERE);
        this.conf = new Configuration(conf);
        for (String scheme : new String[] {"file", "hdfs", "webhdfs"}) {
            this.conf.setBoolean("fs." + scheme + ".impl.disable.cache", true);
        }
    }

    Configuration conf() {
        return conf;
    }

    /**
     * Runs a step in Kite.
     *
     * @throws KiteException whatever goes wrong, with {@code doing} in front of the reason
     */
    <T> T call(String doing, Supplier<T> step) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        KITE.lock();
        try {
            thread.setContextClassLoader(KiteRuntime.class.getClassLoader());
            DefaultConfiguration.set(conf);
            return step.get();
        } catch (KiteException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new KiteException(doing + ": " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
            KITE.unlock();
        }
    }

    /** Parquet 1.6 puts a handler that prints to stdout on java.util.logging when its log class loads: load it first. */
    private static Logger logOfParquet() {
        try {
            Class.forName("parquet.Log", true, KiteRuntime.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new KiteException("the jar of sluice-kite-interop is not whole: " + e.getMessage(), e);
        }
        return Logger.getLogger("parquet");
    }
}
