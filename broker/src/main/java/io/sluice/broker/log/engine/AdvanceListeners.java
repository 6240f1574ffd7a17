/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.PartitionLog.AdvanceListener;
import io.sluice.broker.log.PartitionLog.Subscription;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know of a log's progress. Thread-safe. */
final class AdvanceListeners {
    private final CopyOnWriteArrayList<Subscribed> subscribed = new CopyOnWriteArrayList<>();

    Subscription add(AdvanceListener listener) {
        Subscribed added = new Subscribed(listener);
        subscribed.add(added);
        return () -> subscribed.remove(added);
    }

    void tell(PartitionLog log) {
        for (Subscribed each : subscribed) {
            each.listener.advanced(log);
        }
    }

    /** Compared by identity, so that one listener may subscribe twice. */
    private static final class Subscribed {
        private final AdvanceListener listener;

        private Subscribed(AdvanceListener listener) {
            this.listener = listener;
        }
    }
}
