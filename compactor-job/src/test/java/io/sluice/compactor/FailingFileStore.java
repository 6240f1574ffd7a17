/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileStore;
import io.sluice.table.ForwardingFileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.List;

/** A store whose commits answer with an error once, having taken effect or not: a NameNode that fails over meanwhile. */
final class FailingFileStore extends ForwardingFileStore {

    /** Whether the operation happens before the error. */
    enum Effect {
        HAPPENS,
        DOES_NOT_HAPPEN
    }

    private final Effect effect;
    private final Runnable before;

    /**
     * Fails commits.
     *
     * @param before run before the first commit: what others do at the worst moment
     */
    FailingFileStore(FileStore delegate, Effect effect, Runnable before) {
        super(delegate);
        this.effect = effect;
        this.before = before;
    }

    @Override
    public void concat(StorePath target, List<StorePath> sources) throws IOException {
        before.run();
        if (effect == Effect.HAPPENS) {
            super.concat(target, sources);
        }
        throw new IOException("the NameNode went away");
    }
}
