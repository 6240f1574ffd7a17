/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.table.StorePath;
import java.util.List;
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
}
