/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.output.MergedFooter;
import java.util.Map;

/**
 * The outcome of a merge: row groups are written, their footer is not.
 *
 * @param columns what each column holds, by dotted path: to be found again by whoever reads the file
 * @param rowGroupsEnd position behind the last row group
 */
public record MergedRowGroups(MergedFooter footer, long rowGroupsEnd, long rows, Map<String, ColumnSum> columns) {

    public MergedRowGroups {
        columns = Map.copyOf(columns);
    }
}
