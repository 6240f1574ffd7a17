/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitChainTest {

    private final FileStore store = new LocalFileStore();

    @TempDir
    private Path temp;

    private TableLayout layout;

    @BeforeEach
    void makeTable() {
        layout = new TableLayout(new StorePath(temp.toString()));
    }

    private void commit(long start, long next) throws IOException {
        put(layout.commit(0, start), manifest(0, start, next));
    }

    private static CommitManifest manifest(int partition, long start, long next) {
        return new CommitManifest(1, "t", partition, 1, start, next, next - start, 0, 0, List.of());
    }

    private void put(StorePath file, CommitManifest manifest) throws IOException {
        store.makeDirectories(file.parent());
        try (DurableOutput out = store.create(file)) {
            out.write(Manifests.toBytes(manifest));
        }
    }

    @Test
    void isEmptyBeforeTheFirstCommit() throws IOException {
        CommitChain chain = CommitChain.load(store, layout, 0);
        assertThat(chain.isEmpty()).isTrue();
        assertThat(chain.nextOffset()).isZero();
        assertThat(chain.readAll(store)).isEmpty();
    }

    @Test
    void endsWhereTheLastManifestEnds() throws IOException {
        commit(5, 9);
        commit(9, 10);
        commit(10, 12_345_678_901L);
        CommitChain chain = CommitChain.load(store, layout, 0);
        assertThat(chain.nextOffset()).isEqualTo(12_345_678_901L);
        assertThat(chain.size()).isEqualTo(3);
        assertThat(chain.last())
                .hasValueSatisfying(last -> assertThat(last.startOffset()).isEqualTo(10));
        assertThat(chain.readAll(store)).extracting(CommitManifest::startOffset).containsExactly(5L, 9L, 10L);
        assertThat(CommitChain.load(store, layout, 1).isEmpty()).isTrue();
    }

    @Test
    void readsOnlyTheLastManifestToFindItsEnd() throws IOException {
        put(layout.commit(0, 0), manifest(7, 3, 4));
        commit(100, 200);
        assertThat(CommitChain.load(store, layout, 0).nextOffset()).isEqualTo(200);
    }

    @Test
    void namesAHole() throws IOException {
        commit(0, 10);
        commit(12, 20);
        assertThatThrownBy(() -> CommitChain.load(store, layout, 0).readAll(store))
                .isInstanceOf(BrokenChainException.class)
                .hasMessage("the commit chain " + layout.commits(0)
                        + " is broken between the commits at 0 and 12: offsets 10 to 11 are in no commit");
    }

    @Test
    void namesAnOverlap() throws IOException {
        commit(0, 10);
        commit(7, 20);
        assertThatThrownBy(() -> CommitChain.load(store, layout, 0).readAll(store))
                .isInstanceOf(BrokenChainException.class)
                .hasMessageEndingWith("between the commits at 0 and 7: offsets 7 to 9 are in two commits");
    }

    @Test
    void refusesAManifestUnderAnothersName() throws IOException {
        put(layout.commit(0, 5), manifest(0, 6, 7));
        assertThatThrownBy(() -> CommitChain.load(store, layout, 0))
                .isInstanceOf(BrokenChainException.class)
                .hasMessage(layout.commit(0, 5) + " says that it starts at offset 6: it is not what its name says");
    }

    @Test
    void refusesAManifestOfAnotherPartition() throws IOException {
        put(layout.commit(0, 5), manifest(4, 5, 7));
        assertThatThrownBy(() -> CommitChain.load(store, layout, 0))
                .isInstanceOf(BrokenChainException.class)
                .hasMessage(layout.commit(0, 5) + " is a manifest of partition 4");
    }

    @Test
    void passesOverFilesThatAreNoManifests() throws IOException {
        commit(0, 10);
        for (String name : List.of(".tmp", "z.json", "99.json")) {
            store.create(layout.commits(0).child(name)).close();
        }
        assertThat(CommitChain.load(store, layout, 0).nextOffset()).isEqualTo(10);
    }
}
