/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileStore;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Clients of the mini cluster that are patient: on a busy machine a datanode reports its blocks late. */
final class TestHdfs {

    private static final int CLOSE_RETRIES = 14;

    private TestHdfs() {}

    /** A client of its own, to be closed by the caller. */
    static FileStore store() throws IOException {
        Configuration configuration = MiniHdfs.shared().configuration();
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", CLOSE_RETRIES);
        return HadoopFileStore.open(MiniHdfs.shared().uri(), configuration);
    }
}
