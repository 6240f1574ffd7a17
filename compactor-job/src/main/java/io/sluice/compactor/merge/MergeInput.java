/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.table.StorePath;
import java.util.List;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * A file to merge.
 *
 * @param schema as its footer has it
 * @param rowGroupBytes of each row group, compressed
 */
public record MergeInput(StorePath path, MessageType schema, List<Long> rowGroupBytes, long rows) {

    public MergeInput {
        rowGroupBytes = List.copyOf(rowGroupBytes);
    }

    /**
     * Checks that a footer is that of this file.
     *
     * @throws CorruptInputException if the file was replaced since the merge was planned
     */
    public void requireSame(ParquetMetadata footer) throws CorruptInputException {
        if (!footer.getFileMetaData().getSchema().equals(schema)
                || footer.getBlocks().size() != rowGroupBytes.size()) {
            throw new CorruptInputException(path + " is another file than when the merge was planned");
        }
    }
}
