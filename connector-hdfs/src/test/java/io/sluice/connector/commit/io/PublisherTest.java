/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.CommitManifest;
import io.sluice.table.CommitManifest.CommittedFile;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    private static final String BATCH = ".sluice/work/0/0000000000000000007/batch-0000000000000000000/";

    @TempDir
    Path temporary;

    private final FileStore store = new LocalFileStore();
    private TableLayout table = new TableLayout(StorePath.ROOT);

    @BeforeEach
    void inTemporaryDirectory() {
        table = new TableLayout(new StorePath(temporary.toString()));
    }

    private void write(String path, String content) throws IOException {
        StorePath file = table.root().child(path);
        store.makeDirectories(file.parent());
        try (DurableOutput out = store.create(file)) {
            out.write(content.getBytes(UTF_8));
        }
    }

    private boolean exists(String path) throws IOException {
        return store.status(table.root().child(path)).isPresent();
    }

    private static CommitManifest manifest(String... paths) {
        List<CommittedFile> files = Arrays.stream(paths)
                .map(path -> {
                    CRC32C crc = new CRC32C();
                    crc.update(path.getBytes(UTF_8));
                    return new CommittedFile(BATCH + path, path, 0, 9, 10, path.length(), crc.getValue(), 1);
                })
                .toList();
        return new CommitManifest(CommitManifest.VERSION, "t", 0, 7, 0, 10, 10L * files.size(), 0, 0, files);
    }

    private CommitManifest batch(String... paths) throws IOException {
        for (String path : paths) {
            write(BATCH + path, path);
        }
        return manifest(paths);
    }

    private void publish(CommitManifest manifest) throws IOException {
        new Publisher(store, table).publish(manifest);
    }

    @Test
    void newDirectoriesAndOldOnesGetTheirFiles() throws IOException {
        write("dt=1/hour=1/old", "old");
        CommitManifest manifest = batch("dt=1/hour=1/a", "dt=1/hour=2/a", "dt=2/hour=1/a", "dt=2/hour=2/a");
        publish(manifest);
        for (CommittedFile file : manifest.files()) {
            assertThat(exists(file.path())).isTrue();
            assertThat(exists(file.work())).isFalse();
        }
        publish(manifest);
        assertThat(exists("dt=1/hour=1/old")).isTrue();
    }

    @Test
    @Tag("check-5")
    void whatAFencedEpochLeftIsPublished() throws IOException {
        CommitManifest manifest = batch("dt=1/a", "b");
        StorePath epoch = table.work(0, 7);
        store.rename(epoch, new StorePath(epoch.value() + ".fenced"));
        publish(manifest);
        assertThat(exists("dt=1/a") && exists("b")).isTrue();
    }

    @Test
    @Tag("check-40")
    void whatACompactionHasMergedAwayIsNeverBroughtBack() throws IOException {
        CommitManifest manifest = batch("dt=1/a", "dt=1/b");
        publish(manifest);
        store.delete(table.root().child("dt=1/a"));
        publish(manifest);
        assertThat(exists("dt=1/a")).isFalse();
        assertThat(exists("dt=1/b")).isTrue();
    }

    @Test
    void aFileThatIsThereUnderBothNamesIsPublished() throws IOException {
        CommitManifest manifest = batch("dt=1/a");
        write("dt=1/a", "dt=1/a");
        publish(manifest);
        assertThat(exists("dt=1/a")).isTrue();
        assertThat(exists(BATCH + "dt=1/a")).isFalse();
    }

    @Test
    void someoneElsesFileIsNotTouched() throws IOException {
        CommitManifest manifest = batch("dt=1/a");
        write("dt=1/a", "foreign");
        assertThatThrownBy(() -> publish(manifest))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dt=1/a")
                .hasMessageContaining("move it");
        assertThat(exists(BATCH + "dt=1/a")).isTrue();
    }
}
