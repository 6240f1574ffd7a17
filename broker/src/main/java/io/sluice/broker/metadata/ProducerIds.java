/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

/** Port. Numbers for producers, each handed out once in the life of the cluster. Thread-safe. */
public interface ProducerIds {

    /** A new id. Blocks on the disk once in a thousand. */
    long next();
}
