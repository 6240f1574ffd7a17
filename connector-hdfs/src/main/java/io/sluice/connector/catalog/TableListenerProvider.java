/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import io.sluice.connector.config.HdfsSinkConfig;
import java.util.Optional;

/** What a {@link java.util.ServiceLoader} finds: a kind of catalog. */
public interface TableListenerProvider {

    /**
     * A listener for the tables of a connector; empty if its configuration asks for none of this kind.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if it asks for what cannot be
     */
    Optional<TableListener> open(HdfsSinkConfig config);
}
