/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.TableListener;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.table.FileStore;
import io.sluice.table.kite.KiteSdk;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a task needs of the world: the file system, time and threads.
 *
 * @param kite Kite itself, if it is to keep the tables' metadata
 * @param listeners catalogs that are told of commits
 */
record TaskEnvironment(
        FileStore store, Clock clock, Background background, Optional<KiteSdk> kite, List<TableListener> listeners) {

    TaskEnvironment(FileStore store, Clock clock, Background background) {
        this(store, clock, background, Optional.empty(), List.of());
    }

    /** Opens it as the configuration says. */
    @FunctionalInterface
    interface Factory {
        TaskEnvironment open(HdfsSinkConfig config) throws java.io.IOException;
    }
}
