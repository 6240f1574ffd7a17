/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.encoding.ColumnSum;
import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.output.ChunkWriter;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.page.CopiedPages;
import java.io.IOException;
import java.util.List;

/**
 * What a written chunk is to hold, by its sources.
 *
 * @param copies pages that are summed by their bytes
 */
public record WrittenSum(ColumnSum sum, CopiedPages copies) {

    /**
     * Sums what a chunk was made of.
     *
     * @throws io.sluice.compactor.merge.input.CorruptInputException if a source does not have the rows that its footer
     *     promises
     */
    public static WrittenSum of(List<ChunkSource> sources, ChunkWriter chunk, Codecs codecs) throws IOException {
        return new WrittenSum(ColumnSummer.of(sources, chunk.column(), chunk.copies(), codecs), chunk.copies());
    }
}
