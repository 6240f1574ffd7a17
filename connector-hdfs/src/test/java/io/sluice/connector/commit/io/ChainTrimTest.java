/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.CommitChain;
import io.sluice.table.CommitManifest;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.Manifests;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.CrashingFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainTrimTest {

    private static final int PARTITION = 3;

    private final FileStore store = new LocalFileStore();

    @TempDir
    private Path temp;

    private TableLayout table;

    @BeforeEach
    void makeTable() throws IOException {
        table = new TableLayout(new StorePath(temp.toString()));
        store.makeDirectories(table.commits(PARTITION));
    }

    @Test
    void keepsTheNewestLinks() throws IOException {
        commit(0, 10);

        trim(store, 4).trim(chain());

        assertThat(chain().readAll(store))
                .extracting(CommitManifest::startOffset)
                .containsExactly(60L, 70L, 80L, 90L);
        assertThat(chain().nextOffset()).isEqualTo(100);
    }

    @Test
    void leavesAShortChainAlone() throws IOException {
        commit(0, 4);

        trim(store, 4).trim(chain());

        assertThat(chain().size()).isEqualTo(4);
    }

    @Test
    void neverLetsTheChainGrowPastTwiceWhatItKeeps() throws IOException {
        ChainTrim trim = trim(store, 3);
        for (int link = 0; link < 20; link++) {
            commit(link, 1);
            trim.committed();
            assertThat(chain().size()).isLessThanOrEqualTo(6);
        }
        assertThat(chain().nextOffset()).isEqualTo(200);
    }

    @Test
    void leavesAChainWhereverItDies() throws IOException {
        for (CrashingFileStore.Moment moment : CrashingFileStore.Moment.values()) {
            for (int operation = 1; operation <= 6; operation++) {
                makeChain(10);
                CrashingFileStore dying = CrashingFileStore.crashingAt(operation, moment, store);

                assertThatThrownBy(() -> trim(dying, 4).trim(chain())).isNotNull();

                assertThat(chain().readAll(store)).hasSizeGreaterThanOrEqualTo(4);
                assertThat(chain().nextOffset()).isEqualTo(100);
                trim(store, 4).trim(chain());
                assertThat(chain().size()).isEqualTo(4);
            }
        }
    }

    @Test
    void refusesToKeepNothing() {
        assertThatThrownBy(() -> trim(store, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last link must stay, kept is 0");
    }

    private ChainTrim trim(FileStore on, int kept) {
        return new ChainTrim(on, table, PARTITION, kept);
    }

    private CommitChain chain() throws IOException {
        return CommitChain.load(store, table, PARTITION);
    }

    private void makeChain(int links) throws IOException {
        store.delete(table.commits(PARTITION));
        store.makeDirectories(table.commits(PARTITION));
        commit(0, links);
    }

    /** Ten offsets a link. */
    private void commit(int first, int links) throws IOException {
        for (int link = first; link < first + links; link++) {
            long start = link * 10L;
            CommitManifest manifest = new CommitManifest(1, "t", PARTITION, 1, start, start + 10, 10, 0, 0, List.of());
            try (DurableOutput out = store.create(table.commit(PARTITION, start))) {
                out.write(Manifests.toBytes(manifest));
            }
        }
    }
}
