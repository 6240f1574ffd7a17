/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import io.sluice.compactor.swap.SwapIntent;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.Optional;

/**
 * Port. Lets readers find another directory where they look a partition up, in one step. Who looks it up is told where it
 * is by a file system, by the name of the directory ({@link ExchangedDirectories}); or by a metastore, by a location.
 *
 * <p>What is promised: who opens the partition finds the files of before, or those of after, whole; never a mixture. What is
 * not: that a listing which has begun before ends well, nor that a file which others add between the first and the last
 * moment of {@link #commit} is seen before {@link #settle}. Each call may be repeated.
 */
public interface PartitionSwitch {

    /** What speaks against it for this directory, as far as it is seen without changing anything; empty if nothing does. */
    Optional<String> obstacle(StorePath directory) throws IOException;

    /** Tries it, on something that no reader looks at: why it does not go; empty if it does. */
    Optional<String> trial(StorePath directory) throws IOException;

    /**
     * Shows the intent's front under its visible name in place of the sources, and everything else as it is.
     *
     * @throws IOException if it did not happen, or nobody knows: then it is seen by whether the visible file is there
     */
    void commit(SwapIntent intent) throws IOException;

    /**
     * Ends what {@link #commit} has done: files that others have added meanwhile are where readers look, and what was shown
     * before is kept for those who are in the middle of listing it. Nothing happens for a swap of another mode.
     */
    void settle(SwapIntent intent) throws IOException;

    /**
     * Ends what {@link #commit} has begun and not done, or not begun: files that others have added meanwhile are where
     * readers look, and what is not shown is deleted. Nothing happens for a swap of another mode.
     */
    void takeBack(SwapIntent intent) throws IOException;
}
