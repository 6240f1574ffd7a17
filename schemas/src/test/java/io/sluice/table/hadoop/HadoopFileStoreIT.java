/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.FileStoreContract;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HadoopFileStoreIT extends FileStoreContract {

    @Override
    protected FileStore open() throws IOException {
        return MiniHdfs.shared().fileStore();
    }

    @Override
    protected StorePath newDirectory() throws IOException {
        return MiniHdfs.shared().newDirectory(HadoopFileStoreIT.class);
    }

    private static void writeAndSync(DurableOutput out, String content) throws IOException {
        out.write(content.getBytes(UTF_8));
        out.syncToDisk();
    }

    @Test
    @Tag("check-34")
    void recoverLeaseTakesTheFileFromALivingWriter() throws IOException {
        DurableOutput zombie = store.create(dir.child("staged"));
        zombie.write("acknowledged".getBytes(UTF_8));
        zombie.syncToDisk();
        try (FileStore owner = open()) {
            owner.recoverLease(dir.child("staged"), 60_000);
        }
        assertThat(read(dir.child("staged"))).isEqualTo("acknowledged");
        assertThatThrownBy(() -> writeAndSync(zombie, "too late")).isInstanceOf(IOException.class);
        assertThat(read(dir.child("staged"))).isEqualTo("acknowledged");
    }

    @Test
    void aDirectoryRenameAloneDoesNotStopAnOpenWriterButRecoverLeaseDoes() throws IOException {
        store.makeDirectories(dir.child("work"));
        DurableOutput zombie = store.create(dir.child("work/staged"));
        zombie.write("one".getBytes(UTF_8));
        zombie.syncToDisk();
        try (FileStore owner = open()) {
            owner.rename(dir.child("work"), dir.child("work.fenced"));
            zombie.write("two".getBytes(UTF_8));
            zombie.flushToReplicas();
            owner.recoverLease(dir.child("work.fenced/staged"), 60_000);
        }
        assertThat(read(dir.child("work.fenced/staged"))).isEqualTo("onetwo");
        assertThatThrownBy(() -> writeAndSync(zombie, "three")).isInstanceOf(IOException.class);
        assertThat(read(dir.child("work.fenced/staged"))).isEqualTo("onetwo");
    }

    @Test
    void aFileWhoseWriterNeverSyncedIsRecoveredEmpty() throws IOException {
        DurableOutput abandoned = store.create(dir.child("empty"));
        abandoned.write("never flushed".getBytes(UTF_8));
        try (FileStore owner = open()) {
            owner.recoverLease(dir.child("empty"), 60_000);
        }
        assertThat(read(dir.child("empty"))).isEmpty();
    }

    @Test
    void concatIsOneStepAndFailsWhole() throws IOException {
        for (String name : List.of("target", "b", "c")) {
            write(dir.child(name), name);
        }
        assertThatThrownBy(() -> store.concat(dir.child("target"), List.of(dir.child("b"), dir.child("gone"))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone");
        assertThat(read(dir.child("target"))).isEqualTo("target");
        assertThat(read(dir.child("b"))).isEqualTo("b");
        assertThat(store.supportsConcat()).isTrue();
        store.concat(dir.child("target"), List.of(dir.child("b"), dir.child("c")));
        assertThat(read(dir.child("target"))).isEqualTo("targetbc");
        assertThat(store.list(dir)).extracting(FileEntry::path).containsExactly(dir.child("target"));
    }

    @Test
    void aNewFileUnderAnOldNameHasAnotherId() throws IOException {
        write(dir.child("a"), "a");
        long first = store.status(dir.child("a")).orElseThrow().fileId();
        assertThat(first).isPositive();
        assertThat(store.list(dir)).extracting(FileEntry::fileId).containsExactly(first);
        store.delete(dir.child("a"));
        write(dir.child("a"), "a");
        assertThat(store.status(dir.child("a")).orElseThrow().fileId()).isNotEqualTo(first);
    }

    @Test
    void closingOneStoreLeavesAnothersFilesAlone() throws IOException {
        DurableOutput out = store.create(dir.child("a"));
        out.write("still ".getBytes(UTF_8));
        open().close();
        out.write("open".getBytes(UTF_8));
        out.close();
        assertThat(read(dir.child("a"))).isEqualTo("still open");
    }

    @Test
    void pathsHaveSchemeAndAuthority() throws IOException {
        try (HadoopFileStore hadoop = MiniHdfs.shared().fileStore()) {
            StorePath path = new StorePath("/t/name=a%2Fb:c");
            assertThat(hadoop.toHadoop(path).toUri().getPath()).isEqualTo(path.value());
            assertThat(hadoop.toHadoop(path).toUri().getAuthority())
                    .isEqualTo(MiniHdfs.shared().uri().getAuthority());
            assertThat(hadoop.fromHadoop(hadoop.toHadoop(path))).isEqualTo(path);
        }
    }
}
