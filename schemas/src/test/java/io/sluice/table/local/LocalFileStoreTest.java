/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.FileStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {

    @TempDir
    private Path temp;

    @Override
    protected FileStore open() {
        return new LocalFileStore();
    }

    @Override
    protected StorePath newDirectory() {
        return new StorePath(temp.toString());
    }

    @Test
    void aRenameThatDiedBetweenLinkAndUnlinkIsCompletedByRepeatingIt() throws IOException {
        write(dir.child("a"), "a");
        Files.createLink(Path.of(dir.child("b").value()), Path.of(dir.child("a").value()));
        store.rename(dir.child("a"), dir.child("b"));
        assertThat(store.status(dir.child("a"))).isEmpty();
        assertThat(read(dir.child("b"))).isEqualTo("a");
    }

    @Test
    void manyRenamesThatDiedHalfwayAreCompletedByRepeatingThem() throws IOException {
        List<FileStore.Move> moves = new ArrayList<>();
        for (String name : List.of("untouched", "linked", "last")) {
            write(dir.child(name), name);
            moves.add(new FileStore.Move(dir.child(name), dir.child("." + name)));
        }
        Files.createLink(
                Path.of(dir.child(".linked").value()),
                Path.of(dir.child("linked").value()));

        store.renameAll(moves);

        for (FileStore.Move move : moves) {
            assertThat(store.status(move.from())).isEmpty();
            assertThat(read(move.to())).isEqualTo(move.from().name());
        }
    }

    @Test
    void leavesNoFilesOfItsOwn() throws IOException {
        write(dir.child("a"), "a");
        store.rename(dir.child("a"), dir.child("b"));
        try (var children = Files.list(Path.of(dir.value()))) {
            assertThat(children.map(Path::getFileName)).containsExactly(Path.of("b"));
        }
    }

    @Test
    void saysThatItCannotConcat() {
        assertThat(store.supportsConcat()).isFalse();
        assertThatThrownBy(() -> store.concat(dir.child("a"), List.of(dir.child("b"))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no concat on a local disk");
    }
}
