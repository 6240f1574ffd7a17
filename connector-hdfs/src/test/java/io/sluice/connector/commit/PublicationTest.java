/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.StorePath;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private static final StorePath ROOT = new StorePath("/topics/flights");
    private static final StorePath BATCH = ROOT.child(".sluice/work/0/0000000000000000007/batch-1");

    private static Publication way(String path) {
        return new Publication(BATCH.child(path), ROOT.child(path));
    }

    @Test
    void theHighestDirectoryComesFirst() {
        assertThat(Publication.ways(
                        BATCH.child("dt=2026-11-22/hour=17/a.parquet"),
                        ROOT.child("dt=2026-11-22/hour=17/a.parquet"),
                        ROOT))
                .containsExactly(
                        way("dt=2026-11-22"), way("dt=2026-11-22/hour=17"), way("dt=2026-11-22/hour=17/a.parquet"));
    }

    @Test
    void inATableWithoutPartitionsTheFileItselfIsRenamed() {
        assertThat(Publication.ways(BATCH.child("a.parquet"), ROOT.child("a.parquet"), ROOT))
                .containsExactly(way("a.parquet"));
    }

    @Test
    void aFileFromAnotherPlaceIsRenamedItself() {
        assertThat(Publication.ways(BATCH.child("other"), ROOT.child("p=1/a.parquet"), ROOT))
                .containsExactly(new Publication(BATCH.child("other"), ROOT.child("p=1/a.parquet")));
    }
}
