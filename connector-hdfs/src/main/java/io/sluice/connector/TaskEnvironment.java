/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.table.FileStore;
import java.time.Clock;

/** What a task needs of the world: the file system, time and threads. */
record TaskEnvironment(FileStore store, Clock clock, Background background) {

    /** Opens it as the configuration says. */
    @FunctionalInterface
    interface Factory {
        TaskEnvironment open(HdfsSinkConfig config) throws java.io.IOException;
    }
}
