/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schedules made of a seed: compactors that die anywhere, two at once, a connector that adds, a user who deletes. What
 * readers see is right after each step. {@code -Dsluice.test.schedules=1000} for the long form, {@code
 * -Dsluice.test.seed=N} to replay one.
 */
class SwapSchedulesIT {

    private static final int SCHEDULES = Integer.getInteger("sluice.test.schedules", 6);
    private static final long SEED = Long.getLong("sluice.test.seed", 1);

    @TempDir
    Path directory;

    @Test
    void onHdfs() throws Exception {
        try (FileStore store = TestHdfs.store()) {
            for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
                new SwapSchedule(seed, store, MiniHdfs.shared().newDirectory(getClass()), TestHdfs::store).run();
            }
        }
    }

    @Test
    void onALocalDisk() throws Exception {
        for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
            StorePath root = new StorePath(directory.toString()).child("t" + seed);
            new SwapSchedule(seed, new LocalFileStore(), root, LocalFileStore::new).run();
        }
    }
}
