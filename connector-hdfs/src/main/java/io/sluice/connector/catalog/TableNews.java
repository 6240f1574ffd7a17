/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries changes to listeners, in a thread of each one's own. Telling never waits: what cannot be carried at once is merged
 * with what comes after it, so that there is one change of each table at most. A listener that fails is told again, after a
 * wait that grows.
 *
 * <p>Thread-safe.
 */
public final class TableNews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableNews.class);

    private static final int MAX_DOUBLINGS = 6;

    private final List<Carrier> carriers;

    /**
     * @param retryBackoffMs before a listener that failed is told again, the first time
     */
    public TableNews(List<TableListener> listeners, long retryBackoffMs) {
        this.carriers = listeners.stream()
                .map(listener -> new Carrier(listener, Math.max(1, retryBackoffMs)))
                .toList();
    }

    /** Tells of a change, soon. */
    public void tell(TableChange change) {
        carriers.forEach(carrier -> carrier.tell(change));
    }

    /** Whether anyone listens. */
    public boolean heard() {
        return !carriers.isEmpty();
    }

    /** Ends, without waiting for what a listener is at; what was not told is found by the next task. */
    @Override
    public void close() {
        carriers.forEach(Carrier::close);
    }

    private static final class Carrier {

        private final TableListener listener;
        private final long retryBackoffMs;
        private final ScheduledThreadPoolExecutor thread;
        private final Map<String, TableChange> waiting = new LinkedHashMap<>();
        private boolean underWay;
        private int failures;

        Carrier(TableListener listener, long retryBackoffMs) {
            this.listener = listener;
            this.retryBackoffMs = retryBackoffMs;
            this.thread = new ScheduledThreadPoolExecutor(1, work -> {
                Thread daemon =
                        new Thread(work, "sluice-catalog-" + listener.getClass().getSimpleName());
                daemon.setDaemon(true);
                return daemon;
            });
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        synchronized void tell(TableChange change) {
            waiting.merge(change.topic(), change, TableChange::plus);
            setOut(0);
        }

        private synchronized void setOut(long delayMs) {
            if (!underWay && !waiting.isEmpty() && !thread.isShutdown()) {
                underWay = true;
                var unused = thread.schedule(this::carry, delayMs, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized TableChange next() {
            return waiting.remove(waiting.keySet().iterator().next());
        }

        private void carry() {
            TableChange change = next();
            boolean told = false;
            try {
                listener.changed(change);
                told = true;
            } catch (IOException | RuntimeException e) {
                LOG.warn("the catalog could not be told of {}, and will be again: {}", change.root(), e.toString());
                LOG.debug("{}", change.root(), e);
            }
            back(change, told);
        }

        private synchronized void back(TableChange change, boolean told) {
            underWay = false;
            failures = told ? 0 : failures + 1;
            if (!told) {
                waiting.merge(change.topic(), change, (newer, failed) -> failed.plus(newer));
            }
            setOut(told ? 0 : retryBackoffMs << Math.min(failures - 1, MAX_DOUBLINGS));
        }

        void close() {
            thread.shutdownNow();
            listener.close();
        }
    }
}
