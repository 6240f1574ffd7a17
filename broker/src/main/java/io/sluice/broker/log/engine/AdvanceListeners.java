/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.PartitionLog.AdvanceListener;
import io.sluice.broker.log.PartitionLog.Subscription;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know of a log's progress. Thread-safe.
 *
 * <p>A listener is not the log's own code, and runs on the write-ahead log's thread: what it throws stays with it.
 */
final class AdvanceListeners {
    private static final Logger LOG = LoggerFactory.getLogger(AdvanceListeners.class);

    private final CopyOnWriteArrayList<Subscribed> subscribed = new CopyOnWriteArrayList<>();

    Subscription add(AdvanceListener listener) {
        Subscribed added = new Subscribed(listener);
        subscribed.add(added);
        return () -> subscribed.remove(added);
    }

    void tell(PartitionLog log) {
        for (Subscribed each : subscribed) {
            each.tell(log);
        }
    }

    /** Compared by identity, so that one listener may subscribe twice. */
    private static final class Subscribed {
        private final AdvanceListener listener;
        private volatile boolean reported;

        private Subscribed(AdvanceListener listener) {
            this.listener = listener;
        }

        private void tell(PartitionLog log) {
            try {
                listener.advanced(log);
            } catch (RuntimeException e) {
                if (!reported) { // it may fail with every append from now on
                    reported = true;
                    LOG.warn("A listener to {} fails: {}", log.partition().topicPartition(), e.toString());
                }
            }
        }
    }
}
