/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.output.ChunkWriter;
import java.io.IOException;
import java.util.List;

/**
 * Port. A way to make one column chunk of the output from the column chunks of its inputs. Which way is cheapest depends
 * on the chunk, so it is chosen anew for each.
 */
interface ChunkMerge {

    /**
     * Writes the column's chunk of the current row group, and ends it: the entries of all sources in their order.
     *
     * @throws CorruptInputException if a source does not hold what its footer promises
     */
    void merge(OutputColumn column, List<ChunkSource> sources, ChunkWriter chunk) throws IOException;
}
