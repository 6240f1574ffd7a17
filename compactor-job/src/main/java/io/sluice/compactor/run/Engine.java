/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.run.MergeTask.Merged;
import java.io.IOException;
import java.util.List;

/**
 * Port. Runs merges somewhere. Each task is run at least once, and its outcome is told exactly once; in which order, and
 * how many at a time, is the engine's affair.
 */
public interface Engine extends AutoCloseable {

    /** Told what became of a task. Called from the thread that called {@link #run}, one at a time. */
    interface Outcomes {

        void merged(MergeTask task, Merged merged) throws IOException;

        /** The task has failed; what it has written is not to be used. Other tasks go on. */
        void failed(MergeTask task, Exception cause) throws IOException;
    }

    /**
     * Runs the tasks and returns when the outcome of each has been told.
     *
     * @throws IOException what {@code outcomes} threw; tasks that are not yet done are given up
     */
    void run(List<MergeTask> tasks, Outcomes outcomes) throws IOException;

    @Override
    void close();
}
