/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Port. A way to make one column chunk of the output from the column chunks of its inputs. Which way is cheapest depends
 * on the chunk, so it is chosen anew for each.
 */
interface ChunkMerge {

    /**
     * Writes the column's chunk of the current row group, from {@code startColumn} to {@code endColumn}, with the
     * entries of all sources in their order, and adds those entries to the column's checksum.
     *
     * @throws CorruptInputException if a source does not hold what its footer promises
     */
    void merge(OutputColumn column, List<ChunkSource> sources, ParquetFileWriter writer) throws IOException;
}
