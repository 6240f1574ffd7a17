/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan.io;

import io.sluice.compactor.plan.SkippedFile;
import io.sluice.compactor.plan.TableFile;
import io.sluice.table.FileEntry;
import java.util.List;

/**
 * What a table holds.
 *
 * @param files data files that readers see
 * @param unreadable files that readers see and that are not Parquet, or not whole
 * @param hidden files and directories beside them, the compactor's among them
 */
public record TableScan(List<TableFile> files, List<SkippedFile> unreadable, List<FileEntry> hidden) {

    public TableScan {
        files = List.copyOf(files);
        unreadable = List.copyOf(unreadable);
        hidden = List.copyOf(hidden);
    }
}
