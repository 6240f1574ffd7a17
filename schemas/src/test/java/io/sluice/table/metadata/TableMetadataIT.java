/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;

class TableMetadataIT extends TableMetadataContract {

    @Override
    FileStore open() throws IOException {
        return MiniHdfs.shared().fileStore();
    }

    @Override
    StorePath newDirectory() throws IOException {
        return MiniHdfs.shared().newDirectory(TableMetadataIT.class);
    }
}
