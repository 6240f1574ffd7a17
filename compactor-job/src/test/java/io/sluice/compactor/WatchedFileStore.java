/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileStore;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.util.Set;

/** A store that tells of each operation on names, before it happens: what others do and see at that moment. */
final class WatchedFileStore extends InterposedFileStore {

    private static final Set<String> ON_NAMES = Set.of("create", "rename", "concat", "replace", "delete");

    /** Told of an operation that is about to happen. */
    interface Watcher {
        void before(String operation) throws IOException;
    }

    private final Watcher watcher;

    WatchedFileStore(FileStore delegate, Watcher watcher) {
        super(delegate);
        this.watcher = watcher;
    }

    @Override
    protected <T> T change(String operation, Action<T> action) throws IOException {
        if (ON_NAMES.contains(operation.substring(0, Math.max(0, operation.indexOf(' '))))) {
            watcher.before(operation);
        }
        return action.run();
    }

    @Override
    protected <T> T look(String operation, Action<T> action) throws IOException {
        return action.run();
    }

    @Override
    public void close() {
        // Its delegate is another's.
    }
}
