/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import io.sluice.table.FileStore;
import io.sluice.table.ForwardingInput;
import io.sluice.table.SeekableInput;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A store that knows which streams its user has opened and not closed, whatever came of closing them. Thread-safe. */
public final class OpenStreams extends InterposedFileStore {

    private final Collection<String> open = new ArrayList<>();

    public OpenStreams(FileStore delegate) {
        super(delegate);
    }

    /** What is open, by the operations that opened it. */
    public synchronized List<String> open() {
        return List.copyOf(open);
    }

    private synchronized void opened(String operation) {
        open.add(operation);
    }

    private synchronized void closed(String operation) {
        open.remove(operation);
    }

    @Override
    protected <T> T change(String operation, Action<T> action) throws IOException {
        if (operation.startsWith("close ")) {
            closed("create " + operation.substring("close ".length()));
        }
        T result = action.run();
        if (operation.startsWith("create ")) {
            opened(operation);
        }
        return result;
    }

    @Override
    @SuppressWarnings("unchecked") // an input in place of an input
    protected <T> T look(String operation, Action<T> action) throws IOException {
        T result = action.run();
        if (result instanceof SeekableInput input) {
            opened(operation);
            return (T) new Input(operation, input);
        }
        return result;
    }

    private final class Input extends ForwardingInput {

        private final String operation;

        Input(String operation, SeekableInput input) {
            super(input);
            this.operation = operation;
        }

        @Override
        public void close() throws IOException {
            closed(operation);
            super.close();
        }
    }
}
