/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;

/**
 * Port. The cluster's metadata and the ways to change it. Thread-safe. A change is visible in {@link #image()} and to
 * listeners only after its event is durable in the journal.
 */
public interface ClusterMetadata {

    ClusterImage image();

    /**
     * Creates a topic, durable and with its logs when this returns.
     *
     * @throws org.apache.kafka.common.errors.TopicExistsException if there is one of this name
     * @throws org.apache.kafka.common.errors.InvalidTopicException if the name is not legal
     */
    TopicImage createTopic(String name, int partitions, Map<String, String> configs);

    /** Calls back after every change, in order, on the changing thread. */
    void onChange(Listener listener);

    /** See {@link #onChange}. */
    interface Listener {
        void changed(ClusterImage before, ClusterImage now);
    }
}
